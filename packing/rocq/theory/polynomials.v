From Coq Require Import List QArith Qreals Reals Lra Lia ZArith Bool.
Import ListNotations.
Open Scope R_scope.

(** * Polynomials: the rational coefficients, constant term first *)

Definition poly := list Q.

Fixpoint eval (p : poly) (x : R) : R :=
  match p with [] => 0 | c :: q => Q2R c + x * eval q x end.

Fixpoint value (p : poly) (x : Q) : Q :=
  match p with [] => 0%Q | c :: q => Qred (c + x * value q x) end.

Fixpoint add (p q : poly) : poly :=
  match p, q with
  | [], _ => q
  | _, [] => p
  | a :: p', b :: q' => Qred (a + b) :: add p' q'
  end.

Definition scale (c : Q) (p : poly) : poly := map (fun a => Qred (c * a)) p.

Fixpoint mul (p q : poly) : poly :=
  match p with [] => [] | a :: p' => add (scale a q) (0%Q :: mul p' q) end.

(** p(x^2) *)
Fixpoint of_square (p : poly) : poly :=
  match p with [] => [] | c :: q => c :: 0%Q :: of_square q end.

Lemma Q2R_red q : Q2R (Qred q) = Q2R q.
Proof. apply Qeq_eqR, Qred_correct. Qed.

Lemma Q2R_0 : Q2R 0 = 0.
Proof. unfold Q2R; simpl; lra. Qed.

Lemma Q2R_minus_1 : Q2R (-1) = -1.
Proof. unfold Q2R; simpl; lra. Qed.

Lemma Q2R_1 : Q2R 1 = 1.
Proof. unfold Q2R; simpl; lra. Qed.

Lemma eval_value p x : eval p (Q2R x) = Q2R (value p x).
Proof.
  induction p as [|c p H]; cbn [eval value].
  - now rewrite Q2R_0.
  - now rewrite Q2R_red, Q2R_plus, Q2R_mult, H.
Qed.

Lemma eval_add p q x : eval (add p q) x = eval p x + eval q x.
Proof.
  revert q; induction p as [|a p H]; intros [|b q]; cbn [eval add]; try lra.
  rewrite H, Q2R_red, Q2R_plus; ring.
Qed.

Lemma eval_scale c p x : eval (scale c p) x = Q2R c * eval p x.
Proof.
  induction p as [|a p H]; cbn [eval scale map]; [ring|].
  fold (scale c p); rewrite H, Q2R_red, Q2R_mult; ring.
Qed.

Lemma eval_mul p q x : eval (mul p q) x = eval p x * eval q x.
Proof.
  induction p as [|a p H]; cbn [eval mul]; [ring|].
  rewrite eval_add, eval_scale; cbn [eval]; rewrite H, Q2R_0; ring.
Qed.

Lemma eval_of_square p x : eval (of_square p) x = eval p (x * x).
Proof. induction p as [|c p H]; cbn [eval of_square]; [ring|]. rewrite H, Q2R_0; ring. Qed.

Definition is_zero (p : poly) : bool := forallb (fun c => Qeq_bool c 0) p.

Lemma eval_zero p x : is_zero p = true -> eval p x = 0.
Proof.
  induction p as [|c p H]; cbn [eval]; intros zero; [reflexivity|].
  unfold is_zero in zero; cbn [forallb] in zero; apply andb_prop in zero as [first rest].
  apply Qeq_bool_eq, Qeq_eqR in first; rewrite Q2R_0 in first.
  rewrite (H rest), first; ring.
Qed.

(** * Where a polynomial is at least 0 *)

Definition all_nonnegative (p : poly) : bool := forallb (Qle_bool 0) p.

Lemma Q2R_nonnegative q : Qle_bool 0 q = true -> 0 <= Q2R q.
Proof. intros H; apply Qle_bool_imp_le, Qle_Rle in H; now rewrite Q2R_0 in H. Qed.

Lemma Q2R_less a b : negb (Qle_bool a b) = true -> Q2R b < Q2R a.
Proof.
  intros H; apply Qlt_Rlt, Qnot_le_lt; intros less; apply Qle_bool_iff in less.
  rewrite less in H; discriminate.
Qed.

Lemma eval_nonnegative p z : all_nonnegative p = true -> 0 <= z -> 0 <= eval p z.
Proof.
  unfold all_nonnegative; induction p as [|c p H]; cbn [eval forallb]; intros signs z0; [lra|].
  apply andb_prop in signs as [first rest].
  apply Q2R_nonnegative in first; specialize (H rest z0).
  pose proof (Rmult_le_pos z (eval p z) z0 H); lra.
Qed.

(** (1 + z)^length p * p((a + b z)/(1 + z)): x runs through [a, b) as z through [0, infinity). *)
Fixpoint one_plus (n : nat) : poly :=
  match n with O => [1%Q] | S m => mul [1%Q; 1%Q] (one_plus m) end.

Fixpoint moved (a b : Q) (p : poly) : poly :=
  match p with
  | [] => []
  | c :: q => add (scale c (one_plus (S (length q)))) (mul [a; b] (moved a b q))
  end.

Lemma eval_one_plus n z : eval (one_plus n) z = (1 + z) ^ n.
Proof.
  induction n as [|n H]; cbn [one_plus pow].
  - cbn [eval]; rewrite Q2R_1; ring.
  - rewrite eval_mul, H; cbn [eval]; rewrite Q2R_1; ring.
Qed.

Lemma eval_moved a b p z : 1 + z <> 0 ->
  eval (moved a b p) z = (1 + z) ^ length p * eval p ((Q2R a + Q2R b * z) / (1 + z)).
Proof.
  intros nonzero; induction p as [|c p H]; cbn [moved length]; [cbn [eval]; ring|].
  rewrite eval_add, eval_scale, eval_one_plus, eval_mul, H; cbn [eval pow].
  field; exact nonzero.
Qed.

Fixpoint nonnegative_between (p : poly) (a : Q) (cuts : list Q) : bool :=
  match cuts with
  | [] => true
  | b :: rest =>
      Qle_bool a b && all_nonnegative (moved a b p) && Qle_bool 0 (value p b) && nonnegative_between p b rest
  end.

Lemma nonnegative_part p a b x :
  all_nonnegative (moved a b p) = true -> Qle_bool 0 (value p b) = true ->
  Q2R a <= x <= Q2R b -> 0 <= eval p x.
Proof.
  intros signs at_end [low high].
  destruct (Rle_lt_or_eq_dec x (Q2R b) high) as [less|equal].
  - set (z := (x - Q2R a) / (Q2R b - x)).
    assert (0 <= z) as z0.
    { apply Rmult_le_pos; [lra|]. apply Rlt_le, Rinv_0_lt_compat; lra. }
    assert ((Q2R a + Q2R b * z) / (1 + z) = x) as back.
    { unfold z; field; split; lra. }
    pose proof (eval_nonnegative _ z signs z0) as positive.
    rewrite eval_moved, back in positive by lra.
    apply Rmult_le_reg_l with (r := (1 + z) ^ length p); [apply pow_lt; lra|lra].
  - subst x; rewrite eval_value; now apply Q2R_nonnegative.
Qed.

Lemma nonnegative_between_eval p cuts a x :
  nonnegative_between p a cuts = true -> cuts <> [] ->
  Q2R a <= x <= Q2R (last cuts a) -> 0 <= eval p x.
Proof.
  revert a; induction cuts as [|b cuts H]; intros a signs some [low high]; [congruence|].
  cbn [nonnegative_between] in signs.
  apply andb_prop in signs as [signs rest]; apply andb_prop in signs as [signs at_end].
  apply andb_prop in signs as [_ signs].
  destruct (Rle_dec x (Q2R b)) as [left|right].
  - now apply (nonnegative_part p a b).
  - apply Rnot_le_lt in right; destruct cuts as [|b' cuts].
    + cbn [last] in high; lra.
    + apply (H b rest); [congruence|]. split; [lra|].
      replace (last (b' :: cuts) b) with (last (b :: b' :: cuts) a); [exact high|].
      cbn [last]; clear; revert b'; induction cuts as [|c cuts H]; intros b'; cbn [last]; [reflexivity|apply H].
Qed.

(** p = square^2 * rest, and rest is at least 0 between the cuts: so p is. *)
Record witness := Witness { square : poly; rest : poly; low : Q; cuts : list Q }.

Definition shows (w : witness) (p : poly) (from to : Q) : bool :=
  is_zero (add p (scale (-1) (mul (mul (square w) (square w)) (rest w))))
  && Qeq_bool (low w) from
  && Qeq_bool (last (cuts w) (low w)) to
  && negb (match cuts w with [] => true | _ => false end)
  && nonnegative_between (rest w) (low w) (cuts w).

Lemma shown w p from to x : shows w p from to = true -> Q2R from <= x <= Q2R to -> 0 <= eval p x.
Proof.
  unfold shows; intros H [above below].
  apply andb_prop in H as [H signs]; apply andb_prop in H as [H some].
  apply andb_prop in H as [H to_end]; apply andb_prop in H as [H from_end].
  apply (eval_zero _ x) in H; rewrite eval_add, eval_scale, !eval_mul in H.
  apply Qeq_bool_eq, Qeq_eqR in from_end, to_end.
  assert (0 <= eval (rest w) x) as positive.
  { apply (nonnegative_between_eval _ (cuts w) (low w)); [exact signs| |rewrite from_end, to_end; lra].
    intros none; rewrite none in some; discriminate. }
  rewrite Q2R_minus_1 in H.
  pose proof (Rle_0_sqr (eval (square w) x)) as squared; unfold Rsqr in squared.
  pose proof (Rmult_le_pos _ _ squared positive); lra.
Qed.
