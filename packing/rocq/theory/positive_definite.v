(** * Zonal polynomials in the overlap: Jacobi polynomials with parameters alpha and beta, P_k(1) = 1 *)

Definition down (k : nat) : Q :=
  match k with
  | O => 0
  | _ => let m := inject_Z (Z.of_nat k) in
         let t := 2 * m + alpha + beta in Qred (2 * m * (m + beta) / (t * (t + 1)))
  end%Q.

Definition stay (k : nat) : Q :=
  match k with
  | O => Qred ((beta - alpha) / (alpha + beta + 2))
  | _ => let t := 2 * inject_Z (Z.of_nat k) + alpha + beta in
         Qred ((beta * beta - alpha * alpha) / (t * (t + 2)))
  end%Q.

(** x P_k = up P_(k+1) + stay P_k + down P_(k-1), x = slope * overlap + offset, up = 1 - stay - down *)
Definition next (k : nat) (now before : poly) : poly :=
  scale (/ (1 - stay k - down k))
    (add (mul [(offset - stay k)%Q; slope] now) (scale (- down k) before)).

Fixpoint two (k : nat) : poly * poly :=
  match k with O => ([1%Q], []) | S m => let (now, before) := two m in (next m now before, now) end.

Definition P (k : nat) : poly := fst (two k).

(** sum over m of f_m P_(k+m), from P_k and P_(k-1) *)
Fixpoint combination (k : nat) (now before : poly) (f : list Q) : poly :=
  match f with [] => [] | c :: rest => add (scale c now) (combination (S k) (next k now before) now rest) end.

(** * The theorem that is taken as known: each P_k is positive definite *)

Section From_positive_definiteness.

Variable d : nat.
Hypothesis dimension : Z.of_nat d = dimension_of_space.

Definition code (n : nat) (x : nat -> vector) : Prop := forall i, (i < n)%nat -> unit d (x i).

(** Schoenberg 1942 on spheres, Bochner 1941 and Gangolli 1967 on projective spaces *)
Hypothesis positive_definite : forall k n x, code n x ->
  0 <= pairs n (fun i j => eval (P k) (overlap d (x i) (x j))).

Lemma combination_positive n x f k : code n x -> forallb (Qle_bool 0) f = true ->
  0 <= pairs n (fun i j => eval (combination k (P k) (snd (two k)) f) (overlap d (x i) (x j))).
Proof.
  intros units; revert k; induction f as [|c f H]; intros k signs; cbn [combination].
  - cbn [eval]; rewrite pairs_constant; lra.
  - cbn [forallb] in signs; apply andb_prop in signs as [first rest].
    rewrite (pairs_ext n _ (fun i j => Q2R c * eval (P k) (overlap d (x i) (x j))
      + eval (combination (S k) (next k (P k) (snd (two k))) (P k) f) (overlap d (x i) (x j)))).
    2: { intros; rewrite eval_add, eval_scale; reflexivity. }
    rewrite pairs_plus, pairs_scale.
    replace (next k (P k) (snd (two k))) with (P (S k)).
    2: { unfold P; cbn [two]; destruct (two k); reflexivity. }
    specialize (H (S k) rest).
    replace (snd (two (S k))) with (P k) in H.
    2: { unfold P; cbn [two]; destruct (two k); reflexivity. }
    apply Rplus_le_le_0_compat; [|exact H].
    apply Rmult_le_pos; [now apply Q2R_nonnegative|now apply positive_definite].
Qed.

(** sum over all pairs of g = f_0 + sum f_k P_k is at least f_0 n^2 *)
Definition all_of (f0 : Q) (f : list Q) : poly := combination 0 [1%Q] [] (f0 :: f).

Lemma all_of_at_least n x f0 f : code n x -> forallb (Qle_bool 0) f = true ->
  INR n * INR n * Q2R f0 <= pairs n (fun i j => eval (all_of f0 f) (overlap d (x i) (x j))).
Proof.
  intros units signs; unfold all_of; cbn [combination].
  rewrite (pairs_ext n _ (fun i j => Q2R f0
    + eval (combination 1 (P 1) (snd (two 1)) f) (overlap d (x i) (x j)))).
  2: { intros; rewrite eval_add, eval_scale; cbn [eval]; rewrite Q2R_1; unfold P; cbn [two fst snd]; ring. }
  rewrite pairs_plus, pairs_constant; pose proof (combination_positive n x f 1 units signs); lra.
Qed.
