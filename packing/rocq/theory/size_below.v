(** The only interval reaches down to the least overlap that there is. *)
Theorem size_below : forall n x, code n x ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> overlap d (x i) (x j) <= Q2R largest) ->
  (Z.of_nat n <= most)%Z.
Proof.
  intros n x units apart; apply (size n x units); intros i j small_i small_j other.
  exists least, largest, below_largest; split; [left; reflexivity|]; split.
  - now apply overlap_range; apply units.
  - now apply apart.
Qed.
