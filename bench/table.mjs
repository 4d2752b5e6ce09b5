// Owns the benchmark's table as text, which is a table in Markdown, too.

const HEAD = ['row', 'ours', 'quartiles', 'baseline', 'quartiles', 'ratio', 'limit', 'goal', 'met'];

// Three significant digits, and never fewer than the whole number.
export function number(value) {
  if (value === undefined) return '';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: Math.min(digits, 2) });
}

const withUnit = (side, unit) => (side ? `${number(side.value)} ${unit}`.trim() : '');
const spread = (side) => (side && side.count > 1 ? `${number(side.low)}–${number(side.high)}` : '');

function cells({ name, unit, ours, baseline, ratio, limit, goal, isMet, failed }) {
  if (failed) return [name, 'FAILED', '', '', '', '', '', '', ''];
  const met = { true: 'met', false: 'not met', undefined: '' }[isMet];
  // Of what the baseline didn't need at all there is none.
  const times = Number.isFinite(ratio) ? `${number(ratio)} ×` : '';
  const bound = typeof limit === 'number' ? `${number(limit)} ${unit}` : (limit ?? '');
  return [name, withUnit(ours, unit), spread(ours), withUnit(baseline, unit), spread(baseline), times, bound, goal, met];
}

// One line for each outcome; a row that failed says so.
export function table(outcomes) {
  const lines = [HEAD, ...outcomes.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const drawn = lines.map((line) => `| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`);
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [drawn[0], rule, ...drawn.slice(1)].join('\n');
}

// What the rows are, and what was noted while they were measured.
export function legend(outcomes) {
  return outcomes.map(({ name, what, against, notes, failed }) => [
    `${name}: ${what}${against ? `; against ${against}` : ''}.`,
    ...(failed ? [`  FAILED: ${failed}`] : []),
    ...(notes ?? []).map((note) => `  ${note}`),
  ].join('\n')).join('\n');
}
