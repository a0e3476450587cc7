import { dayIn, speechFor, timesIn } from '../../cards/booking-box.ts';
import { renderView } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { CHANGES, KINDS, STATES, type Cell, type Change, type Kind, type State } from '../flows/calendar/calendar-matrix.ts';

export type Matrix = Map<string, Cell>;

export function cellKey(kind: Kind, change: Change, state: State): string {
  return `${kind} ${change} ${state}`;
}

interface PageText {
  title: string;
  lead: string;
  how: string[];
  kinds: Record<Kind, string>;
  changes: Record<Change, string>;
  states: Record<State, string>;
  corner: string;
  nothing: string;
  card: string;
  noBooking: string;
}

const TEXT: Record<Language, PageText> = {
  ja: {
    title: '予定表の変更と予約',
    lead: '本人の予定表にテレワークの予定があり、それが変わったとき、予約がどうなり、本人が何を読むかの一覧です。この表は、実際の処理を通して作られ、テストで確かめられています。',
    how: [
      '- 行は予定に起きたこと、列はその前の予約の状態です。それぞれの欄は、あとの予約と、本人に届くカードの見出しと最初の文です。「届くものなし」は、何も届かず、何も変わらないことを示します。',
      '- 「なし」は、予定についてのカードにまだ答えていない状態です(「作る」では、予約も予定もない状態)。「取消」は、本人がチャットで取り消した状態です。',
      '- 「作る」の列は、同じ日の予約がチャットで先にあるときです。予約の中に収まる予定は、何も聞きません。',
      '- 元に戻した予定は、Outlook では新しい予定です。却下や取消になっていた日は、もう一度聞きます。',
      '- 2つの予定を入れ替えても、何も聞きません。予約は、その時間の予定のものになります。予約のある時間に予定を移したときは、1時間待ってから元の予約が取り消されます。その間に元の時間の予定ができれば、予約はそのままです。',
      '- zaitaku が書いた予定を動かし、「予約も変える」と答えたとき、ご自分で書かれた予定は元の日に残ります。そのことは確認のカードに書かれます。残った予定は何も聞かず、予約もしません。消しても、同じ日に動かしても、予約は変わりません。',
      '- 例は12月1日(火)9時のもので、使用中の列は1日から、ほかは2日からの予定です。',
    ],
    kinds: { 'all-day': '終日の予定', part: '午後の予定', several: '3日続く予定', series: '毎週くり返す予定(3回)' },
    changes: {
      create: '作る',
      move: '別の日に移す',
      shorten: '短くする',
      exception: '1回だけ別の日に移す',
      delete: '消す',
      restore: '消したあと元に戻す',
    },
    states: {
      none: 'なし',
      pending: '申請中',
      approved: '承認済み',
      active: '使用中',
      waitlisted: '空き待ち',
      rejected: '却下',
      cancelled: '取消',
    },
    corner: '予定に起きたこと',
    nothing: '届くものなし',
    card: '出ているカード',
    noBooking: '予約なし',
  },
  en: {
    title: 'What calendar changes do to bookings',
    lead: 'What becomes of a booking, and what its person reads, when a telework entry in their own calendar changes. The table is made by running the product itself and held to it by a test.',
    how: [
      '- Rows are what happens to the entry, columns how the booking stood before. A cell has the bookings afterwards, then the heading and first sentence of the card that the person gets. “Nothing is sent” means that nothing is told.',
      '- “None”: the card about the entry has not been answered (with “create”: neither entry nor booking). “Cancelled”: by the person, in chat.',
      '- With “create” the booking of the same day was made in chat before. An entry that lies within a booking asks nothing.',
      '- What is restored is a new entry in Outlook: for a day that was rejected or cancelled it asks once more.',
      '- Two entries that change places ask nothing: a booking belongs to the entry that says its time. Where an entry is moved to a time that is booked already, its own booking goes back after an hour, unless an entry says its time again by then.',
      '- Where the person moved the event that zaitaku wrote and answered “change the booking”, their own entry stays on the old day, as the card says. It asks nothing and books nothing; deleting it or moving it along leaves the booking alone.',
      '- It is Tuesday, 1 December, 9:00. Entries begin on the 1st in the column “in use”, elsewhere on the 2nd.',
    ],
    kinds: {
      'all-day': 'An all-day entry',
      part: 'An afternoon',
      several: 'Three days in one entry',
      series: 'A weekly series of three',
    },
    changes: {
      create: 'create',
      move: 'move to another day',
      shorten: 'shorten',
      exception: 'move one occurrence',
      delete: 'delete',
      restore: 'delete, then restore',
    },
    states: {
      none: 'none',
      pending: 'pending',
      approved: 'approved',
      active: 'in use',
      waitlisted: 'waiting list',
      rejected: 'rejected',
      cancelled: 'cancelled',
    },
    corner: 'What happens to the entry',
    nothing: 'Nothing is sent',
    card: 'the card already there',
    noBooking: 'no booking',
  },
};

/** The page of the matrix in one language, as docs/ has it. */
export function calendarMatrixPage(matrix: Matrix, language: Language): string {
  const text = TEXT[language];
  const tables = KINDS.map((kind) => {
    const head = [text.corner, ...STATES.map((state) => text.states[state])];
    const rows = CHANGES.flatMap((change) => {
      const cells = STATES.map((state) => matrix.get(cellKey(kind, change, state)));
      return cells.every(Boolean) ? [[text.changes[change], ...cells.map((cell) => said(cell!, language))]] : [];
    });
    return [`## ${text.kinds[kind]}`, table(head, rows)].join('\n\n');
  });
  return `${[`# ${text.title}`, text.lead, text.how.join('\n'), ...tables].join('\n\n')}\n`;
}

function said({ bookings, told, card }: Cell, language: Language): string {
  const text = TEXT[language];
  const speech = speechFor(
    language,
    'Asia/Tokyo',
    bookings.map(({ day }) => day),
  );
  const lines = bookings.map(
    (one) => `${dayIn(speech, one.day)} ${timesIn(speech, one)}${speech.words.colon}${speech.words.statuses[one.status]}`,
  );
  const reads =
    told.length > 0
      ? told.map((view) => words(view, language))
      : card
        ? [`(${text.card}) ${words(card, language)}`]
        : [text.nothing];
  return [...(lines.length > 0 ? lines : [text.noBooking]), ...reads.map((one) => `*${one}*`)].join('<br>');
}

/** The heading of a card and the first sentence after it. */
function words(view: View, language: Language): string {
  const rendered = renderView(view, language);
  if ('text' in rendered) return rendered.text;
  const texts = rendered.card.body.flatMap((one) =>
    one.type === 'TextBlock' ? [one.text] : one.type === 'Container' ? one.items.flatMap((inner) => (inner.type === 'TextBlock' ? [inner.text] : [])) : [],
  );
  const [heading = '', first = ''] = texts;
  return view.kind === 'request' || first === '' ? heading : `${heading}${language === 'ja' ? '。' : /[?.]$/.test(heading) ? ' ' : '. '}${first}`;
}

function table(head: readonly string[], rows: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
