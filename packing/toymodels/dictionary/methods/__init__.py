"""Ways to learn a dictionary from activations: SVD, sparse coding, and sparse autoencoders of three kinds."""
