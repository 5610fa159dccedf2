"use strict";
// A packing as points on the unit sphere (or circle) that turns: by drag, by the arrow keys, by the buttons.
// The page holds {points, edges, paired, flat}; the picture is an SVG in the units of its viewBox, drawn anew each time.

(() => {
  const RADIUS = 100;
  const STEP = Math.PI / 24;
  const START = { sphere: turn([1, 0, 0], 0.38), flat: turn([1, 0, 0], 0) };

  const GRATICULE = [];
  for (let k = 0; k < 6; k += 1) GRATICULE.push(ring((t) => [Math.cos(t) * Math.cos(k * Math.PI / 6), Math.cos(t) * Math.sin(k * Math.PI / 6), Math.sin(t)]));
  for (const b of [-Math.PI / 3, -Math.PI / 6, 0, Math.PI / 6, Math.PI / 3]) GRATICULE.push(ring((t) => [Math.cos(b) * Math.cos(t), Math.cos(b) * Math.sin(t), Math.sin(b)]));

  for (const stage of document.querySelectorAll("[data-view]")) show(stage);

  function show(stage) {
    const svg = stage.querySelector("svg");
    const packing = JSON.parse(document.getElementById(stage.dataset.view).textContent);
    const signs = packing.paired ? [1, -1] : [1];
    const first = packing.flat ? START.flat : times(START.sphere, upright());
    let attitude = first;
    let numbered = false;

    function draw() {
      const at = (p) => apply(attitude, p);
      const parts = [`<circle class="ball" r="${RADIUS}"/>`];
      if (!packing.flat) for (const circle of GRATICULE) parts.push(curve(circle.map(at), "meridian"));
      if (packing.flat) for (const p of packing.points) parts.push(rod(at(p), packing.paired));
      for (const [i, j] of packing.edges) {
        const p = packing.points[i];
        const q = packing.paired && dot(p, packing.points[j]) < 0 ? scale(packing.points[j], -1) : packing.points[j];
        for (const sign of signs) parts.push(contact(at(scale(p, sign)), at(scale(q, sign))));
      }
      const dots = signs.flatMap((sign) => packing.points.map((p, i) => ({ p: at(scale(p, sign)), i, sign })));
      dots.sort((a, b) => a.p[2] - b.p[2]); // the nearest last, on top
      for (const each of dots) parts.push(point(each));
      svg.innerHTML = parts.join("");
    }

    function contact(p, q) {
      return packing.flat ? `<path class="arc" d="M${spot(p)}L${spot(q)}"/>` : curve(arc(p, q), "arc");
    }

    function point({ p, i, sign }) {
      const behind = p[2] < -1e-9 ? " behind" : "";
      const size = (packing.points.length > 60 ? 2.6 : 4) * (1 + 0.22 * p[2]);
      const circle = `<circle class="point${sign < 0 ? " hollow" : ""}${behind}" cx="${x(p)}" cy="${y(p)}" r="${size.toFixed(2)}"><title>${i + 1}</title></circle>`;
      const away = scale(p, packing.flat ? 1.12 : 1);
      const label = `<text class="name" x="${x(away)}" y="${(Number(y(away)) + (packing.flat ? 3 : -6)).toFixed(2)}">${i + 1}</text>`;
      return circle + (numbered && sign > 0 && !behind ? label : "");
    }

    function press(key) {
      const moves = {
        ArrowLeft: [[0, 1, 0], -STEP], ArrowRight: [[0, 1, 0], STEP],
        ArrowUp: [[1, 0, 0], -STEP], ArrowDown: [[1, 0, 0], STEP],
      };
      if (key in moves) rotate(...moves[key]);
      else if (key === "Home") attitude = first;
      else if (key === "n") {
        numbered = !numbered;
        stage.querySelector('[data-key="n"]').setAttribute("aria-pressed", numbered);
      } else return false;
      draw();
      return true;
    }

    function rotate(axis, angle) { // a plane picture turns in its plane
      if (packing.flat && axis[0]) return;
      attitude = times(turn(packing.flat ? [0, 0, 1] : axis, packing.flat ? -angle : angle), attitude);
    }

    svg.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.altKey && !event.metaKey && press(event.key)) event.preventDefault();
    });
    for (const button of stage.querySelectorAll("[data-key]")) button.addEventListener("click", () => press(button.dataset.key));

    let held = null;
    svg.addEventListener("pointerdown", (event) => {
      held = [event.clientX, event.clientY];
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held) return;
      const perPixel = 260 / svg.clientWidth / RADIUS;
      rotate([0, 1, 0], (event.clientX - held[0]) * perPixel);
      rotate([1, 0, 0], (event.clientY - held[1]) * perPixel);
      held = [event.clientX, event.clientY];
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { held = null; });
    draw();
  }

  // a curve on the sphere in two pieces: what lies behind, paler, and what lies before
  function curve(points, name) {
    let pieces = { behind: "", before: "" };
    for (let k = 1; k < points.length; k += 1) {
      const side = points[k - 1][2] + points[k][2] < 0 ? "behind" : "before";
      const from = spot(points[k - 1]);
      pieces[side] += (pieces[side].endsWith(from) ? "" : `M${from}`) + `L${spot(points[k])}`;
    }
    return ["behind", "before"].map((side) => (pieces[side] ? `<path class="${name} ${side}" d="${pieces[side]}"/>` : "")).join("");
  }

  function ring(at) {
    return Array.from({ length: 61 }, (_, k) => at(k * Math.PI / 30));
  }

  function arc(p, q) {
    const steps = 20;
    return Array.from({ length: steps + 1 }, (_, k) => unit(add(scale(p, 1 - k / steps), scale(q, k / steps))));
  }

  function rod(p, whole) {
    return `<path class="rod" d="M${whole ? spot(scale(p, -1)) : "0 0"}L${spot(p)}"/>`;
  }

  function x(p) { return (RADIUS * p[0]).toFixed(2); }
  function y(p) { return (-RADIUS * p[1]).toFixed(2); }
  function spot(p) { return `${x(p)} ${y(p)}`; }

  // vectors are arrays of three numbers, rotations arrays of three rows
  function add(p, q) { return p.map((c, i) => c + q[i]); }
  function scale(p, c) { return p.map((each) => c * each); }
  function dot(p, q) { return p[0] * q[0] + p[1] * q[1] + p[2] * q[2]; }
  function unit(p) { return scale(p, 1 / Math.max(Math.hypot(...p), 1e-9)); }
  function apply(rows, p) { return rows.map((row) => dot(row, p)); }
  function times(a, b) { return a.map((row) => [0, 1, 2].map((j) => row[0] * b[0][j] + row[1] * b[1][j] + row[2] * b[2][j])); }
  function upright() { return [[0, 1, 0], [0, 0, 1], [1, 0, 0]]; } // the third axis of the packing points up
  function turn([a, b, c], angle) { // Rodrigues: about a unit axis
    const s = Math.sin(angle), k = 1 - Math.cos(angle), w = Math.cos(angle);
    return [
      [w + a * a * k, a * b * k - c * s, a * c * k + b * s],
      [a * b * k + c * s, w + b * b * k, b * c * k - a * s],
      [a * c * k - b * s, b * c * k + a * s, w + c * c * k],
    ];
  }
})();
