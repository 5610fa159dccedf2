(** * Points of the unit sphere of R^d: component 0 of each coordinate *)

Definition inner (d : nat) (x y : vector) : R := sum d (fun a => x a 0%nat * y a 0%nat).

Definition unit (d : nat) (x : vector) : Prop := inner d x x = 1.

Definition overlap (d : nat) (x y : vector) : R := inner d x y.

Lemma overlap_self d x : unit d x -> overlap d x x = 1.
Proof. intros H; exact H. Qed.

Lemma length_of_sum d x y s : unit d x -> unit d y -> s * s = 1 -> 0 <= 2 + 2 * (s * inner d x y).
Proof.
  unfold unit, inner; intros one one' sign.
  replace (2 + _) with (sum d (fun a => x a 0%nat * x a 0%nat) + (sum d (fun a => y a 0%nat * y a 0%nat)
                        + (2 * s) * sum d (fun a => x a 0%nat * y a 0%nat))) by (rewrite one, one'; ring).
  rewrite <- sum_scale, <- !sum_plus; apply sum_nonnegative; intros a _.
  replace (_ + _) with ((s * x a 0%nat + y a 0%nat) * (s * x a 0%nat + y a 0%nat)).
  - apply Rle_0_sqr.
  - replace (x a 0%nat * x a 0%nat) with ((s * s) * (x a 0%nat * x a 0%nat)) by (rewrite sign; ring); ring.
Qed.

Definition least : Q := (-1)%Q.

Lemma overlap_range d x y : unit d x -> unit d y -> Q2R least <= overlap d x y <= 1.
Proof.
  intros one one'; pose proof (length_of_sum d x y 1 one one' ltac:(ring)).
  pose proof (length_of_sum d x y (-1) one one' ltac:(ring)).
  unfold overlap, least; rewrite Q2R_minus_1; lra.
Qed.
