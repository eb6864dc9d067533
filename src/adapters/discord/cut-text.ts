const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a person takes for one character must not be torn, so texts are cut between these. */
function graphemeEnds(text: string): number[] {
  return Array.from(graphemes.segment(text), ({ index, segment }) => index + segment.length);
}

/**
 * The longest beginning of a text that `fits`, cut after a space where one is near, else between graphemes.
 * Empty when not even the first grapheme fits. `fits` must hold for every beginning of a text for which it holds.
 */
export function longestFitting(text: string, fits: (head: string) => boolean): string {
  if (fits(text)) return text;
  const head = text.slice(
    0,
    lastFitting(graphemeEnds(text), (end) => fits(text.slice(0, end))),
  );
  const space = head.search(/\s\S*$/);
  // A space in the first half would leave too much of the message empty.
  return space > head.length / 2 ? head.slice(0, space + 1) : head;
}

/** Like {@link longestFitting}, but tears a grapheme that alone is too long (a letter under thousands of accents). Never empty. */
export function tornFitting(text: string, fits: (head: string) => boolean): string {
  const points = Array.from(text);
  const first = points[0] ?? "";
  let end = 0;
  const ends = points.map((point) => (end += point.length));
  return text.slice(
    0,
    Math.max(
      first.length,
      lastFitting(ends, (at) => fits(text.slice(0, at))),
    ),
  );
}

/** A text of at most `limit` UTF-16 units, with an ellipsis where something was left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const fits = (head: string) => head.length < limit;
  return `${longestFitting(text, fits).trimEnd() || tornFitting(text, fits)}…`;
}

function lastFitting(ends: readonly number[], fits: (end: number) => boolean): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(ends[middle - 1] ?? 0)) low = middle;
    else high = middle - 1;
  }
  return ends[low - 1] ?? 0;
}
