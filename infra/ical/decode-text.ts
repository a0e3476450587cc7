const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A calendar file as text: in the charset that the server names, in UTF-8 (with or without a byte order mark), or in
 * Shift_JIS, in which Japanese groupware and Excel save. Throws an Error in a sentence where it is none of them.
 */
export function decodeText(bytes: Uint8Array, charset: string | null = null): string {
  // A charset that is named wrongly is commoner than UTF-8 that is no UTF-8.
  const text =
    tried(UTF8, bytes) ?? (charset ? tried(decoderOf(charset), bytes) : null) ?? tried(decoderOf('shift_jis'), bytes);
  if (text === null) throw new Error('the text is neither UTF-8 nor Shift_JIS; save it as UTF-8');
  return text.replace(/^\uFEFF/, '');
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null;
  }
}

function tried(decoder: TextDecoder | null, bytes: Uint8Array): string | null {
  try {
    return decoder?.decode(bytes) ?? null;
  } catch {
    return null;
  }
}
