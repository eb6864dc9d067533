import { html, raw } from "hono/html";

/** Escaped HTML: everything that is put into `html` as text has its markup taken away. */
export type Html = ReturnType<typeof raw> | ReturnType<typeof html>;

/** Nothing to show. */
export const nothing: Html = raw("");

/** The message that a control belongs to. `private`: only the presser sees it, so that the answer may take its place. */
export interface Pressed {
  message: string;
  private: boolean;
}

/** Pieces one after the other. */
export function join(pieces: readonly Html[]): Html {
  return html`${pieces}`;
}

/** A button that does something in the bot: the page's script sends its value. */
export function pressButton(label: string, action: string, style: string, pressed: Pressed): Html {
  return html`<button type="button" class="button ${style}" data-action="${action}" data-message="${pressed.message}" data-private="${String(pressed.private)}">${label}</button>`;
}

/** A choice of many; choosing sends the option's value. It needs a button of its own: a keyboard passes options on its way. */
export function pressSelect(
  placeholder: string,
  options: readonly { label: string; value: string; description?: string }[],
  pressed: Pressed,
): Html {
  const shown = options.map(
    ({ label, value, description }) =>
      html`<option value="${value}">${description === undefined ? label : `${label} – ${description}`}</option>`,
  );
  return html`<span class="choice">
    <select aria-label="${placeholder}"><option value="">${placeholder}</option>${shown}</select>
    <button type="button" class="button" data-chooses data-message="${pressed.message}" data-private="${String(pressed.private)}" aria-label="${placeholder}: OK">OK</button>
  </span>`;
}
