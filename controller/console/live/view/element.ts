/** HTML elements in one expression. */

type Child = Node | string | false | undefined;
type Handlers = { [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void };
type Attributes = Record<string, string | number | boolean | undefined>;

/** @param given attributes as in HTML (`false` and `undefined`: none) */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== false && child !== undefined) made.append(child);
  return made;
}

/** @returns the element */
export function on<Made extends HTMLElement>(made: Made, handlers: Handlers): Made {
  for (const [name, handler] of Object.entries(handlers))
    made.addEventListener(name.slice(2), handler as EventListener);
  return made;
}

/** Only what differs is written: nothing that is read out, or selected, is disturbed. */
export function say(made: HTMLElement, text: string): void {
  if (made.textContent !== text) made.textContent = text;
}

/** With its text; hidden without one. */
export function sayOrHide(made: HTMLElement, text: string | undefined): void {
  made.hidden = text === undefined;
  say(made, text ?? '');
}
