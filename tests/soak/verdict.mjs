// Owns what a soak promises: from what was ordered, told, recorded, typed and measured, the promises that were broken.

// How much more memory there may be at the end than after the warm-up.
export const MOST_GROWTH = 1.2;

// All by the request's id: `orders` what was pressed for, [{status, message}]; `told` how the person was told it was recorded, {status}; `recorded` what
// GitHub has, [{status, message}]. `repeated` are the requests to which a review arrived after one was recorded; `drafts` is [{what, typed, found}],
// `memory` is [{what, warm, end}] in bytes, `violations` what wasn't GitHub's, `panics` what the program said in anger. A sentence each.
export function brokenPromises({ wanted, orders, told, recorded, repeated, drafts, memory, violations, panics, stops, wantedStops }) {
  const broken = [];
  const say = (sentence) => broken.push(sentence);
  if (told.size < wanted) say(`${told.size} of ${wanted} decisions were made`);
  if (stops < wantedStops) say(`the background was stopped ${stops} times, not ${wantedStops}`);
  for (const [id, { status }] of told) {
    const its = recorded.get(id) ?? [];
    if (its.length !== 1) say(`request ${id} was told to be ${status}, and is recorded ${its.length} times`);
    if (its.some((one) => one.status !== status)) say(`request ${id} was told to be ${status}, and is recorded as ${its.map((one) => one.status)}`);
  }
  for (const [id, its] of recorded) {
    if (!told.has(id)) say(`request ${id} is recorded ${its.length} times, which nobody was told`);
    for (const { status, message } of its) {
      const isOrdered = (orders.get(id) ?? []).some((order) => order.status === status && order.message === message);
      if (!isOrdered) say(`request ${id} is recorded as ${status} with "${message}", which nobody ordered`);
    }
  }
  for (const id of repeated) say(`a review of request ${id} arrived although one was recorded`);
  for (const { what, typed, found } of drafts) if (typed !== found) say(`${what}: "${typed}" was typed, and "${found}" is there`);
  for (const { what, warm, end } of memory) {
    if (!(warm > 0 && end > 0)) say(`the memory of ${what} was not measured`);
    else if (end > warm * MOST_GROWTH) say(`the memory of ${what} grew from ${warm} to ${end} bytes`);
  }
  for (const violation of violations) say(`not GitHub's: ${violation}`);
  for (const panic of panics) say(`the program said: ${panic}`);
  return broken;
}
