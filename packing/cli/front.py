"""What `packing` says alone: the three jobs and every command, printed before anything slow is imported."""

PAGE = """\
packing: packings of vectors and their interference

Bounds and packings: how well can n vectors share d dimensions?
  packing study -n 20 -d 5                  one problem from every side
  packing bounds -n 13 -d 3 --field C       what no packing can beat, and why
  packing maxsize -d 8 --cosine 1/2         how many fit at an angle
  packing energy -n 7 -d 4 --exponent 3     what no packing has less of
  packing atlas best -n 39 -d 6 --field C   the best packing known, at once
  packing predicates -n 9 -d 3 --field C    what it is: a SIC, rigid, ...
  packing compare mine.txt yours.txt        whether two are the same
  packing search -n 13 -d 3 --field C --out p.txt
  packing sweep -d 2..3 -n ..8 --store a.sqlite
  packing partition -n 6 -d 4 --exponent 1.5
  packing pairs -n 13 -d 3 --distinct       the most orthogonal pairs
  packing moments -d 7 --exponent 4         random and least interference

Claims and models: what is true, and what do trained networks do?
  packing verify tegum-beats-bases          a claim, by two instruments
  packing verify certificate.json           a certificate, in exact numbers
  packing train autoencoder -n 40 -d 8      toy models and their geometry
  packing overlaps W.npy                    a matrix against random rows

Papers: tables and figures that say how each number is known
  packing table bounds --field C -d 2..4 -n ..20 --format latex
  packing figure gap --field C -d 2..4 -n ..20 --out gap.pdf
  packing references --for paper.tex --format bibtex

  packing doctor       what is installed, and what to send with a report
  packing completion   completion of these words for your shell
  packing COMMAND --help, --json for programs, packing --version
"""
