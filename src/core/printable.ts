/**
 * Text that shows all that it holds. Left out are half characters, control characters other than tabs and line ends, and those
 * that turn the direction of writing: nobody sees them, and they would carry on into the bot's own words beside the text.
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\r\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
