(** * Lines of R^d, each by a unit vector: component 0 of each coordinate *)

Definition inner (d : nat) (x y : vector) : R := sum d (fun a => x a 0%nat * y a 0%nat).

Definition unit (d : nat) (x : vector) : Prop := inner d x x = 1.

Definition overlap (d : nat) (x y : vector) : R := inner d x y * inner d x y.

Lemma overlap_self d x : unit d x -> overlap d x x = 1.
Proof. unfold unit, overlap; intros one; rewrite one; ring. Qed.

Lemma distance_to_line d x y c :
  sum d (fun a => (y a 0%nat - x a 0%nat * c) * (y a 0%nat - x a 0%nat * c))
  = inner d y y - 2 * (c * inner d x y) + c * c * inner d x x.
Proof.
  unfold inner; replace (_ - 2 * _ + _) with
    (sum d (fun a => y a 0%nat * y a 0%nat) + (-2 * c * sum d (fun a => x a 0%nat * y a 0%nat)
     + c * c * sum d (fun a => x a 0%nat * x a 0%nat))) by ring.
  rewrite <- !sum_scale, <- !sum_plus; apply sum_ext; intros; ring.
Qed.

Definition least : Q := 0%Q.

Lemma overlap_range d x y : unit d x -> unit d y -> Q2R least <= overlap d x y <= 1.
Proof.
  unfold unit, overlap, least; intros one one'; rewrite Q2R_0; split.
  - repeat (apply Rplus_le_le_0_compat || apply Rle_0_sqr).
  - pose proof (distance_to_line d x y (inner d x y)) as far; rewrite one, one' in far.
    match type of far with ?total = _ => assert (0 <= total) as positive end.
    { apply sum_nonnegative; intros; repeat (apply Rplus_le_le_0_compat || apply Rle_0_sqr). }
    rewrite far in positive; lra.
Qed.
