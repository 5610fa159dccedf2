(** * At most so many objects *)

Definition g : poly := all_of f0 f.

Lemma not_negative : (0 <=? most)%Z = true.
Proof. vm_compute; reflexivity. Qed.

Lemma first_positive : negb (Qle_bool f0 0) = true.
Proof. vm_compute; reflexivity. Qed.

Lemma weights : forallb (Qle_bool 0) f = true.
Proof. vm_compute; reflexivity. Qed.

Lemma signs :
  forallb (fun part => match part with (from, to, w) => shows w (scale (-1) g) from to end) allowed = true.
Proof. vm_compute; reflexivity. Qed.

Lemma end_small : negb (Qle_bool (inject_Z (most + 1) * f0) (value g 1)) = true.
Proof. vm_compute; reflexivity. Qed.

Definition is_allowed (y : R) : Prop := exists from to w, In (from, to, w) allowed /\ Q2R from <= y <= Q2R to.

Theorem size : forall n x, code n x ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> is_allowed (overlap d (x i) (x j))) ->
  (Z.of_nat n <= most)%Z.
Proof.
  intros n x units apart; pose proof first_positive as positive; pose proof end_small as small.
  apply Q2R_less in positive, small; rewrite Q2R_0 in positive; rewrite Q2R_mult in small.
  replace (Q2R (inject_Z (most + 1))) with (IZR (most + 1)) in small by (unfold Q2R, inject_Z; simpl; field).
  pose proof (all_of_at_least n x f0 f units weights) as below; fold g in below.
  assert (pairs n (fun i j => eval g (overlap d (x i) (x j))) <= INR n * Q2R (value g 1)) as above.
  { rewrite <- pairs_diagonal; apply pairs_le; intros i j small_i small_j.
    destruct (Nat.eq_dec i j) as [same|other].
    - subst j; rewrite overlap_self by now apply units.
      rewrite <- Q2R_1, eval_value; lra.
    - destruct (apart i j small_i small_j other) as (from & to & w & member & range).
      pose proof signs as all; rewrite forallb_forall in all.
      assert (shows w (scale (-1) g) from to = true) as sign by exact (all (from, to, w) member).
      apply (shown w _ from to _ sign) in range; rewrite eval_scale in range.
      rewrite Q2R_minus_1 in range; lra. }
  destruct (Nat.eq_dec n 0) as [none|some].
  - subst n; cbn [Z.of_nat]; apply Z.leb_le, not_negative.
  - apply Z.lt_succ_r; rewrite <- Z.add_1_r; apply lt_IZR; rewrite <- INR_IZR_INZ.
    assert (0 < INR n) as positive_n by (apply lt_0_INR; lia).
    apply Rmult_lt_reg_r with (Q2R f0); [exact positive|].
    apply Rle_lt_trans with (Q2R (value g 1)); [|exact small].
    apply Rmult_le_reg_l with (INR n); [exact positive_n|lra].
Qed.
