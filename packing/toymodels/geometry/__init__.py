"""The geometry of trained models: the name of each orthogonal block, and the partition that theory predicts."""
