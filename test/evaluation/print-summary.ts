/** The summary as an aligned table for people. */
import type { Figures, Summary } from "./summarise.ts";

/** Topics listed: the worst of those that anything went wrong with. */
const LISTED_TOPICS = 12;

const COLUMNS: readonly [string, (figures: Figures) => string][] = [
  ["n", (figures) => String(figures.n)],
  ["top-1", (figures) => percent(figures.top1)],
  ["top-3", (figures) => percent(figures.top3)],
  ["answered", (figures) => percent(figures.answered)],
  ["wrong", (figures) => percent(figures.falseAnswersInScope)],
  ["missed", (figures) => percent(figures.missed)],
  ["near-miss", (figures) => percent(figures.falseAnswersNearMiss)],
  ["off-scope", (figures) => percent(figures.falseAnswersOutOfScope)],
  ["p50 ms", (figures) => figures.p50Ms.toFixed(2)],
  ["p99 ms", (figures) => figures.p99Ms.toFixed(2)],
];

/** The whole table as text. */
export function printSummary({ overall, byLanguage, byTopic }: Summary): string {
  const worst = Object.entries(byTopic)
    .filter(([, figures]) => figures.top1 < 1)
    .sort(([, a], [, b]) => a.top1 - b.top1 || a.top3 - b.top3)
    .slice(0, LISTED_TOPICS);
  return [
    ...table("", [["overall", overall], ...Object.entries(byLanguage)], COLUMNS),
    "",
    "in %; near-miss and off-scope: false answers to such questions; wrong: false answers to questions in scope",
    "",
    ...(worst.length > 0 ? table("weakest topics", worst, COLUMNS.slice(0, 6)) : ["no topic missed any"]),
  ].join("\n");
}

function table(title: string, lines: readonly (readonly [string, Figures])[], columns: typeof COLUMNS): string[] {
  const rows = [
    [title, ...columns.map(([name]) => name)],
    ...lines.map(([name, figures]) => [name, ...columns.map(([, show]) => show(figures))]),
  ];
  return alignRows(rows);
}

/** Rows of cells as lines: the first column to the left, the others to the right. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** A fraction in percent with one decimal. */
export function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}
