/** Makes a text safe and plain for the synthesiser. Pure. */

/**
 * NFC, since eSpeak knows Vietnamese letters only composed; without what it would take for markup (SSML tags, entities,
 * phonemes in double brackets), without emoji, flags and their modifiers, which it would name in English, and without
 * control and direction characters, of which NUL ends its reading.
 */
export function speakableText(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
      // without width: they stand inside words that were copied from a chat or a page
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\ufe0f/g, '')
      .replace(
        /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3|[\u{e0000}-\u{e007f}]/gu,
        ' ',
      )
      .replace(/[<>]|\[\[|\]\]/g, ' ')
      .replace(/&/g, ' và ')
      .trim()
  );
}

/** Whether anything is left that has a sound: a letter or a digit. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
