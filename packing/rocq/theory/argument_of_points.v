(** * The argument of a potential is the inner product *)

Definition argument (d : nat) (x y : vector) : R := overlap d x y.

Definition least_argument : R := -1.

Lemma argument_range d x y : unit d x -> unit d y -> least_argument <= argument d x y <= 1.
Proof.
  intros one one'; pose proof (overlap_range d x y one one') as range; unfold least in range.
  rewrite Q2R_minus_1 in range; unfold argument, least_argument; exact range.
Qed.

(** a polynomial in the overlap as one in the argument *)
Definition in_argument (p : poly) : poly := p.

Lemma argument_of_overlap d p x y : unit d x -> unit d y ->
  eval (in_argument p) (argument d x y) = eval p (overlap d x y).
Proof. reflexivity. Qed.
