(** * Finite sums *)

Fixpoint sum (n : nat) (f : nat -> R) : R := match n with O => 0 | S m => sum m f + f m end.

Definition pairs (n : nat) (f : nat -> nat -> R) : R := sum n (fun i => sum n (f i)).

Lemma sum_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  induction n as [|n H]; cbn [sum]; intros same; [reflexivity|].
  rewrite H, same; [reflexivity|lia|intros; apply same; lia].
Qed.

Lemma sum_plus n f g : sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. induction n as [|n H]; cbn [sum]; [ring|]. rewrite H; ring. Qed.

Lemma sum_scale n c f : sum n (fun i => c * f i) = c * sum n f.
Proof. induction n as [|n H]; cbn [sum]; [ring|]. rewrite H; ring. Qed.

Lemma sum_constant n c : sum n (fun _ => c) = INR n * c.
Proof. induction n as [|n H]; [cbn; ring|]. cbn [sum]; rewrite H, S_INR; ring. Qed.

Lemma sum_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
  induction n as [|n H]; cbn [sum]; intros less; [lra|].
  apply Rplus_le_compat; [apply H; intros; apply less; lia|apply less; lia].
Qed.

Lemma sum_zero n : sum n (fun _ => 0) = 0.
Proof. rewrite sum_constant; ring. Qed.

Lemma sum_nonnegative n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof. intros H; rewrite <- (sum_zero n); now apply sum_le. Qed.

Lemma sum_single n i c : (i < n)%nat -> sum n (fun j => if Nat.eq_dec i j then c else 0) = c.
Proof.
  induction n as [|n H]; intros less; [lia|].
  cbn [sum]; destruct (Nat.eq_dec i n) as [equal|other].
  - rewrite (sum_ext n _ (fun _ => 0)); [rewrite sum_zero; ring|].
    intros j small; destruct (Nat.eq_dec i j); [lia|reflexivity].
  - rewrite H by lia; ring.
Qed.

Lemma pairs_ext n f g :
  (forall i j, (i < n)%nat -> (j < n)%nat -> f i j = g i j) -> pairs n f = pairs n g.
Proof. intros same; apply sum_ext; intros i small; apply sum_ext; intros j; now apply same. Qed.

Lemma pairs_plus n f g : pairs n (fun i j => f i j + g i j) = pairs n f + pairs n g.
Proof. unfold pairs; rewrite <- sum_plus; apply sum_ext; intros; apply sum_plus. Qed.

Lemma pairs_scale n c f : pairs n (fun i j => c * f i j) = c * pairs n f.
Proof. unfold pairs; rewrite <- sum_scale; apply sum_ext; intros; apply sum_scale. Qed.

Lemma pairs_constant n c : pairs n (fun _ _ => c) = INR n * INR n * c.
Proof.
  unfold pairs; rewrite (sum_ext n _ (fun _ => INR n * c)); [rewrite sum_constant; ring|].
  intros; apply sum_constant.
Qed.

Lemma pairs_le n f g :
  (forall i j, (i < n)%nat -> (j < n)%nat -> f i j <= g i j) -> pairs n f <= pairs n g.
Proof. intros less; apply sum_le; intros i small; apply sum_le; intros j; now apply less. Qed.

Lemma pairs_diagonal n c : pairs n (fun i j => if Nat.eq_dec i j then c else 0) = INR n * c.
Proof. rewrite <- sum_constant; apply sum_ext; intros i small; now apply sum_single. Qed.

(** * Vectors: coordinate, then component over the reals *)

Definition vector := nat -> nat -> R.
