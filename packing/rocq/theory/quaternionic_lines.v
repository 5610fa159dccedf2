(** * Lines of H^d, each by a unit vector: parts 0 to 3 of each coordinate, of 1, i, j, k *)

Definition form (x y : nat -> R) : R :=
  x 0%nat * y 0%nat + x 1%nat * y 1%nat + x 2%nat * y 2%nat + x 3%nat * y 3%nat.
Definition form_i (x y : nat -> R) : R :=
  x 0%nat * y 1%nat - x 1%nat * y 0%nat - x 2%nat * y 3%nat + x 3%nat * y 2%nat.
Definition form_j (x y : nat -> R) : R :=
  x 0%nat * y 2%nat + x 1%nat * y 3%nat - x 2%nat * y 0%nat - x 3%nat * y 1%nat.
Definition form_k (x y : nat -> R) : R :=
  x 0%nat * y 3%nat - x 1%nat * y 2%nat + x 2%nat * y 1%nat - x 3%nat * y 0%nat.

Definition inner (d : nat) (x y : vector) : R := sum d (fun a => form (x a) (y a)).
Definition inner_i (d : nat) (x y : vector) : R := sum d (fun a => form_i (x a) (y a)).
Definition inner_j (d : nat) (x y : vector) : R := sum d (fun a => form_j (x a) (y a)).
Definition inner_k (d : nat) (x y : vector) : R := sum d (fun a => form_k (x a) (y a)).

Definition unit (d : nat) (x : vector) : Prop := inner d x x = 1.

(** |<x, y>|^2, where <x, y> is the sum of the conjugate of x_a times y_a *)
Definition overlap (d : nat) (x y : vector) : R :=
  inner d x y * inner d x y + inner_i d x y * inner_i d x y
  + inner_j d x y * inner_j d x y + inner_k d x y * inner_k d x y.

Lemma overlap_self d x : unit d x -> overlap d x x = 1.
Proof.
  unfold unit, overlap; intros one; rewrite one.
  assert (forall f : (nat -> R) -> (nat -> R) -> R, (forall z, f z z = 0) -> sum d (fun a => f (x a) (x a)) = 0) as none.
  { intros f zero; rewrite <- (sum_zero d); apply sum_ext; intros; apply zero. }
  unfold inner_i, inner_j, inner_k; rewrite !none; [ring| | |];
    intros z; unfold form_i, form_j, form_k; ring.
Qed.

Definition part (m : nat) (x : nat -> R) (c c' c'' c''' : R) : R :=
  match m with
  | 0%nat => x 0%nat * c - x 1%nat * c' - x 2%nat * c'' - x 3%nat * c'''
  | 1%nat => x 0%nat * c' + x 1%nat * c + x 2%nat * c''' - x 3%nat * c''
  | 2%nat => x 0%nat * c'' - x 1%nat * c''' + x 2%nat * c + x 3%nat * c'
  | _ => x 0%nat * c''' + x 1%nat * c'' - x 2%nat * c' + x 3%nat * c
  end.

Definition gap (c c' c'' c''' : R) (x y : nat -> R) : R :=
  (y 0%nat - part 0 x c c' c'' c''') * (y 0%nat - part 0 x c c' c'' c''')
  + (y 1%nat - part 1 x c c' c'' c''') * (y 1%nat - part 1 x c c' c'' c''')
  + (y 2%nat - part 2 x c c' c'' c''') * (y 2%nat - part 2 x c c' c'' c''')
  + (y 3%nat - part 3 x c c' c'' c''') * (y 3%nat - part 3 x c c' c'' c''').

Lemma distance_to_line d x y c c' c'' c''' :
  sum d (fun a => gap c c' c'' c''' (x a) (y a))
  = inner d y y - 2 * (c * inner d x y + c' * inner_i d x y + c'' * inner_j d x y + c''' * inner_k d x y)
    + (c * c + c' * c' + c'' * c'' + c''' * c''') * inner d x x.
Proof.
  unfold inner, inner_i, inner_j, inner_k; replace (_ - 2 * _ + _) with
    (sum d (fun a => form (y a) (y a)) + (-2 * c * sum d (fun a => form (x a) (y a))
     + (-2 * c' * sum d (fun a => form_i (x a) (y a)) + (-2 * c'' * sum d (fun a => form_j (x a) (y a))
     + (-2 * c''' * sum d (fun a => form_k (x a) (y a))
     + (c * c + c' * c' + c'' * c'' + c''' * c''') * sum d (fun a => form (x a) (x a))))))) by ring.
  rewrite <- !sum_scale, <- !sum_plus; apply sum_ext; intros.
  unfold gap, part, form, form_i, form_j, form_k; ring.
Qed.

Definition least : Q := 0%Q.

Lemma overlap_range d x y : unit d x -> unit d y -> Q2R least <= overlap d x y <= 1.
Proof.
  unfold unit, overlap, least; intros one one'; rewrite Q2R_0; split.
  - repeat (apply Rplus_le_le_0_compat || apply Rle_0_sqr).
  - pose proof (distance_to_line d x y (inner d x y) (inner_i d x y) (inner_j d x y) (inner_k d x y)) as far; rewrite one, one' in far.
    match type of far with ?total = _ => assert (0 <= total) as positive end.
    { apply sum_nonnegative; intros; unfold gap; repeat (apply Rplus_le_le_0_compat || apply Rle_0_sqr). }
    rewrite far in positive; lra.
Qed.
