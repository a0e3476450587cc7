/** Questions, conditions, guesses, devices that are found again or are not lost. */
const DOUBT =
  /[?？]|か[。\s]*$|場合|たら|れば|ときは|時は|どうすれば|どうしたら|方法|かも|そう[でだ]|ていない|ていません|てない|なさそう|[くわ]さな|見つか|みつか|出てき|でてき|戻っ|もどっ|ありました|あった/;
const DOUBT_EN =
  /\b(?:if|what|how|when|who|should|would|could|might|may|maybe|perhaps|almost|nearly|in case|not|never|nobody|found|find|back|again|returned)\b|n['’]t\b/i;

/**
 * Whether a sentence about a lost device says that it is lost, without doubt. Anything else gets the form, which one tap
 * sends: a question must not end anybody's day.
 */
export function saysLost(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  return plain !== '' && !DOUBT.test(plain) && !DOUBT_EN.test(plain);
}
