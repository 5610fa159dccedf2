(** * At least so much energy *)

Definition h : poly := all_of h0 h_rest.

(** h as a polynomial in the argument of the potential *)
Definition minorant : poly := in_argument h.

Lemma weights : forallb (Qle_bool 0) h_rest = true.
Proof. vm_compute; reflexivity. Qed.

Lemma signs : forallb
  (fun piece => match piece with (from, to, F, w) => shows w (add F (scale (-1) minorant)) from to end) pieces = true.
Proof. vm_compute; reflexivity. Qed.

Lemma energy_enough : Qle_bool least_energy (inject_Z count * (inject_Z count * h0 - value h 1)) = true.
Proof. vm_compute; reflexivity. Qed.

(** F agrees at t with a piece that holds t; where two pieces meet, either will do *)
Definition follows (F : R -> R) (t : R) : Prop :=
  exists from to p w, In (from, to, p, w) pieces /\ Q2R from <= t <= Q2R to /\ F t = eval p t.

Theorem energy : forall n x F, Z.of_nat n = count -> code n x ->
  (forall t, least_argument <= t <= 1 -> follows F t) ->
  Q2R least_energy <= pairs n (fun i j => if Nat.eq_dec i j then 0 else F (argument d (x i) (x j))).
Proof.
  intros n x F size units pieces_of_F; pose proof energy_enough as enough; pose proof signs as all.
  apply Qle_bool_imp_le, Qle_Rle in enough.
  apply Rle_trans with (1 := enough); rewrite Q2R_mult, Q2R_minus, Q2R_mult.
  replace (Q2R (inject_Z count)) with (INR n).
  2: { rewrite INR_IZR_INZ, size; unfold Q2R, inject_Z; simpl; field. }
  pose proof (all_of_at_least n x h0 h_rest units weights) as below; fold h in below.
  apply Rle_trans with
    (pairs n (fun i j => eval h (overlap d (x i) (x j))) + -1 * (INR n * Q2R (value h 1))); [lra|].
  rewrite <- pairs_diagonal, <- pairs_scale, <- pairs_plus; apply pairs_le; intros i j small_i small_j.
  destruct (Nat.eq_dec i j) as [same|other].
  - subst j; rewrite overlap_self by now apply units.
    rewrite <- Q2R_1, eval_value; lra.
  - rewrite <- argument_of_overlap by now apply units.
    destruct (pieces_of_F (argument d (x i) (x j))) as (from & to & p & w & member & range & value_of_F).
    { apply argument_range; now apply units. }
    rewrite value_of_F; rewrite forallb_forall in all.
    assert (shows w (add p (scale (-1) minorant)) from to = true) as sign by exact (all (from, to, p, w) member).
    apply (shown w _ from to _ sign) in range; rewrite eval_add, eval_scale in range.
    rewrite Q2R_minus_1 in range; unfold minorant in range; lra.
Qed.
