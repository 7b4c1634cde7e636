// Texts of the tree that meet another text, or stick out of their box.
const texts = [...document.querySelectorAll('svg.tree text')].map(t => [t, t.getBoundingClientRect()]);
const bad = [];
for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
  const [a, b] = [texts[i][1], texts[j][1]];
  const shrink = 1.5;  // a line box is taller than its letters
  const beside = a.x >= b.x + b.width || b.x >= a.x + a.width;
  const above = a.y + shrink >= b.y + b.height - shrink || b.y + shrink >= a.y + a.height - shrink;
  if (!beside && !above)
    bad.push([texts[i][0].textContent, texts[j][0].textContent]);
}
for (const [t, box] of texts) {
  const shape = t.closest('a')?.querySelector('path');
  if (!shape) continue;
  const r = shape.getBoundingClientRect();
  const inside = box.x >= r.x && box.x + box.width <= r.x + r.width && box.y >= r.y && box.y + box.height <= r.y + r.height;
  if (!inside) bad.push([t.textContent, 'out of its box']);
}
return bad;
