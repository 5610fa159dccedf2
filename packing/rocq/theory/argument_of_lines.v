(** * The argument of a potential is |<x, y>| *)

Definition argument (d : nat) (x y : vector) : R := sqrt (overlap d x y).

Definition least_argument : R := 0.

Lemma argument_range d x y : unit d x -> unit d y -> least_argument <= argument d x y <= 1.
Proof.
  intros one one'; pose proof (overlap_range d x y one one') as [low high]; unfold argument; split.
  - apply sqrt_pos.
  - rewrite <- sqrt_1; apply sqrt_le_1_alt; exact high.
Qed.

(** a polynomial in the overlap as one in the argument *)
Definition in_argument (p : poly) : poly := of_square p.

Lemma argument_of_overlap d p x y : unit d x -> unit d y ->
  eval (in_argument p) (argument d x y) = eval p (overlap d x y).
Proof.
  intros one one'; unfold in_argument, argument; rewrite eval_of_square, sqrt_sqrt; [reflexivity|].
  pose proof (overlap_range d x y one one') as [low _]; unfold least in low; rewrite Q2R_0 in low; exact low.
Qed.
