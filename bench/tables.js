/** Shows the duration of each tool, and its ratio to the duration of `parity run`. */
export function renderProcesses(times, peers) {
  const head = ['whole process, ms: minimum (median)', 'one step', 'a hundred steps', 'times ours'];
  const ours = ['parity run', cell(times['parity 1']), cell(times['parity 100']), ''];
  const rows = peers.map(({ name }) => {
    const hundred = times[`${name} 100`];
    return [name, cell(times[`${name} 1`]), cell(hundred), ratio(hundred.min / times['parity 100'].min)];
  });
  const short = ['node -e 0', 'parity --version'].map((name) => [name, cell(times[name]), '', '']);
  return `\n${columns([head, ...short, ours, ...rows])}`;
}

/** Shows each target beside the measured value, and counts the targets that were missed. */
export function renderTargets({ processes, peers, bulk, memory, calls, judged }) {
  const perSecond = (calls * 1000) / (bulk.run.min - bulk.start.min);
  const bare = (calls * 1000) / bulk.bare.min;
  const fastest = Math.min(...peers.map(({ name }) => processes[`${name} 100`].min));
  const lines = [
    atMost(
      'parity --version, as a multiple of node -e 0',
      processes['parity --version'].min / processes['node -e 0'].min,
      2,
    ),
    atLeast('a hundred steps, speed relative to the fastest other tool', fastest / processes['parity 100'].min, 1.5),
    atLeast(
      `steps per second, relative to bare undici (${perSecond.toFixed(0)} of ${bare.toFixed(0)})`,
      perSecond / bare,
      0.25,
    ),
    atMost(`${judged} exchanges judged again, seconds`, bulk.judge.min / 1000, 1),
    atMost('maximum memory while judging 100000 exchanges, MB', memory, 300),
  ];
  const rows = lines.map(({ what, value, target, holds }) => [what, number(value), target, holds ? 'ok' : 'MISSED']);
  const missed = lines.filter(({ holds }) => !holds).length;
  return { text: `\n${columns([['target', 'measured', 'wanted', ''], ...rows])}`, missed };
}

function atMost(what, value, limit) {
  return { what, value, target: `≤ ${limit}`, holds: value <= limit };
}

/** If no peer could be measured, `value` is not finite and the target counts as missed. */
function atLeast(what, value, limit) {
  return { what, value, target: `≥ ${limit}`, holds: Number.isFinite(value) && value >= limit };
}

function cell({ min, median }) {
  return `${min.toFixed(0)} (${median.toFixed(0)})`;
}

function ratio(value) {
  return `${value.toFixed(1)} ×`;
}

function number(value) {
  return Number.isFinite(value) ? value.toFixed(value < 10 ? 2 : 0) : 'not available';
}

function columns(rows) {
  const widths = rows[0].map((_, index) => Math.max(...rows.map((row) => row[index].length)));
  return `${rows
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
