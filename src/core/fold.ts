/** The form in which command words are compared: lower case, no accents, straight apostrophes, no punctuation at the end. */
export function fold(word: string): string {
  return unaccented(word).replace(/[.!?]+$/, "");
}

/** Small letters without accents, with straight apostrophes. */
export function unaccented(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{Diacritic}/gu, "")
      .replaceAll("’", "'")
      .toLowerCase()
      // The stroke of the Polish letter is no diacritic to Unicode.
      .replaceAll("ł", "l")
  );
}
