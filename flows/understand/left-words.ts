import { ASKS, WORDS } from './intent-words.ts';
import { foldKana, hasJapanese } from './normalise.ts';
import { grammar } from './reduce.ts';

const FILLER_JA = grammar(
  'お世話になって(?:い|お)ります|日にち|日時|期日|区分|種別|勤務形態|希望日|対象日|時間(?=:)|場所(?=:)|全部|ぜんぶ|全て|すべて|一旦|いったん|の分|あたり|両方とも|両方|どちらも|できれば|無理なら|(?:だめ|ダメ|駄目)なら|難しければ|もしくは|または|可能(?:なら|であれば)?|どちらか|お疲れ様(?:です|でした)?|です(?:が|けど|ね|よ|か)?|ます(?:が|けど|ね|よ|か)?|ました|でしょうか|でした|(?:の|な)?(?:ほう|方|件|分|日|形|感じ|かたち|場合|予定)(?=で|は|を|に|の|が)|として|という|については?|なんだけど|なのですが|ですが|けれども|けど|ので|から|まで|より|だけ|のみ|すみません|恐れ入りますが|恐縮ですが|お手数ですが|突然|急遽|ちなみに|ちょっと|とりあえず|やはり|やっぱり|一応|今度|今回|それ|その|この|こちら|あの|私|わたし|自分|僕|ずっと|引き続き|また|あと|では|じゃ|はい|ください|下さい|仕事|勤務|働|お|ご|し|て|で|に|を|は|が|も|の|と|へ|や|か|な|ね|よ|わ|だ|さ|い|た|く|ん|る|う',
);
const FILLER_EN = new Set(
  "a an the i i'd i'll i'm im id my me we us our you your it it's is are am be been was will would could can may might shall should do does did have has had to of on in at by for from with and or but so as if that this these those there here please pls plz thanks thank kindly ok okay just also only then well hi hello hey dear sir madam bot zaitaku like love want need wish hope plan planning going intend work working works day days date dates one time book booking bookings reserve reservation request requesting requests apply put set get make add mark schedule calendar register sign up let's lets let allow approve grant take taking doing do spend spending possible alright fine good great sure some any too again once more available kind kindly very much about around as well not no yes yep because due owing would if how about maybe perhaps think thinking wondering hoping looking whether able away between nobody minds mind objections during whole all each every week month next this starting ending using use mode status regular usual hours hour usual same call off back forward rid last previous latest earlier day's today's after instead mind never forget need needs needed coming come boss manager team everyone everything anymore longer".split(
    ' ',
  ),
);

/** Whether a global pattern is somewhere in the text. */
export function has(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** The parts of a message between its commas and full stops. */
export function clauses(request: string): string[] {
  return request.split(/[、,;:。!?\n]|\.(?=\s|$)| - /);
}

/** What a change or a cancellation says beside days and its own words: 「会議を明日に変更」 is about another thing. */
export function leftover(text: string): number {
  const rest = text.replace(WORDS.cancel, ' ').replace(WORDS.change, ' ');
  return hasJapanese(rest) ? leftoverJapanese(rest) : leftoverEnglish(rest) * 2;
}

/** How many letters of content a text has beside what the grammar knows. */
export function leftoverJapanese(text: string): number {
  return text
    .replace(ASKS, '')
    .replace(FILLER_JA, '')
    .replace(/[A-Z\d\s\p{P}\p{S}ー]/gu, '').length;
}

/** Letters of katakana words that ask for nothing: a monitor, a flight. Folded, they would look like particles. */
export function foreignWords(text: string): number {
  return (text.match(/[ァ-ヶー]{2,}/g) ?? []).filter((word) => !has(ASKS, foldKana(word))).join('').length;
}

export function leftoverEnglish(text: string): number {
  return (text.match(/[a-z][a-z'-]*/g) ?? []).filter((word) => !FILLER_EN.has(word)).length;
}
