"""Three-point bounds: the semidefinite program of Bachoc and Vallentin on spheres and between lines."""
