import { mendOf } from '../../cards/readiness-lines.ts';
import { readinessTextIn } from '../../cards/texts/readiness.ts';
import type { Language, Localised } from '../../flows/organisation.ts';
import { findingOf, type GateReason } from '../../flows/readiness/gates.ts';
import { GATE_IDS, type GateId } from '../../flows/readiness/readiness-settings.ts';

interface Page {
  /** Where its facts come from. */
  source: Localised;
  findings: GateReason[];
}

/** What the page says of each gate beside the sentences, which come from the cards themselves. */
const GATES: Record<GateId, Page> = {
  approved: { source: { ja: '予約', en: 'The booking' }, findings: ['undecided', 'waitlisted'] },
  licence: {
    source: { ja: 'プールの席とライセンスの数', en: "The pool's seats and licences" },
    findings: ['licence-missing', 'licence-locked'],
  },
  device: {
    source: { ja: '予約した端末と、その証明書', en: 'The device of the booking, and its certificate' },
    findings: ['device-undeclared', 'device-unregistered', 'certificate-missing', 'certificate-expired', 'device-stopped'],
  },
  'second-factor': {
    source: {
      ja: 'Microsoft Graph の登録レポート(毎日。予約したときは本人の分)',
      en: "Microsoft Graph's registration report, daily; the person's own at booking",
    },
    findings: ['no-second-factor', 'second-factor-not-allowed', 'second-factor-unknown'],
  },
  'gateway-otp': {
    source: {
      ja: '取り込んだ一覧(`zaitaku readiness import`)。次に取り込むまで有効',
      en: 'The list taken in by `zaitaku readiness import`; it holds until the next',
    },
    findings: ['no-otp', 'otp-unknown'],
  },
  'm365-licence': {
    source: { ja: 'Microsoft Graph のライセンス', en: "Microsoft Graph's licence details" },
    findings: ['no-m365-licence', 'm365-licence-unknown'],
  },
  pledge: { source: { ja: '誓約の記録', en: 'The pledges made' }, findings: ['pledge-missing'] },
  'network-zone': {
    source: {
      ja: '選んだ業務か理由の言葉(`tasks` の `zone`)と、プールの `zones`',
      en: "The task chosen, or words of the reason (`zone` of `tasks`), and the pool's `zones`",
    },
    findings: ['task-my-number', 'lgwan-not-reached'],
  },
  'no-saving': {
    source: {
      ja: 'ホスト プールの RDP プロパティ(毎日読むだけ)。`noSaving: declared` なら読まない',
      en: "The host pool's RDP properties, read daily and never written; not with `noSaving: declared`",
    },
    findings: ['ways-open', 'ways-unknown'],
  },
  officer: {
    source: { ja: '情報担当の判断', en: "The ICT section's word" },
    findings: ['officer-not-yet', 'officer-declined'],
  },
};

const TEXT = {
  ja: {
    title: '利用前の確認の一覧',
    lead: '予約した日までに確かめること、どこから分かるか、本人に表示される文です。この表は、カードの文そのものから作られ、テストで確かめられています。',
    how: [
      '- 組織のファイルの `readiness.gates` に、確かめるものを書きます。`when` は `off`(確かめない)、`warn`(知らせる)、`block`(済むまで接続できない)です。書かないものは `off` です。',
      '- 足りないことは、申請の前のカードと予約のカードに、すぐ表示されます。`daysAhead` 開庁日前(書かなければ 3)と前の開庁日の始業時に、もう一度本人に届きます。',
      '- `block` で止まっても、予約はなくなりません。済めば自動で使えます。前の開庁日になっても済まないものは、1件につき1枚のカードで情報担当に届き、その日だけ認めるか、理由を書いて見送るか、本人に聞くかを選べます。',
      '- 「不明」は、読み取れないか、`dataMaxAgeHours` より古いときで、`block` にしていても知らせるだけです。読み取れないことは情報担当に届きます。',
      '- 情報担当の確認は `officerConfirms: true` で使います。ほかがすべて整ってから届きます。非常時の対応中は、誓約と情報担当の確認がなくても止まりません。',
      '- デスクトップを使わない日(モバイルPCなど)は、承認、誓約、ネットワークの区分だけを確かめます。',
    ],
    head: ['確認', '分かるところ', '足りないこと(本人が読む文)', 'すること(本人が読む文)', '直す人'],
    doubt: '不明',
  },
  en: {
    title: 'All gates before a day',
    lead: 'What is looked at before a booked day, where it is known from, and the sentences that people see. The table is made from the cards’ own words and held to them by a test.',
    how: [
      '- What is looked at stands in `readiness.gates` of the organisation’s file. `when` is `off`, `warn` (it is told) or `block` (no connection until it is done). What is not named is `off`.',
      '- What is missing is shown at once, on the draft and on the booking. The person is told again as work begins `daysAhead` working days before (3 unless it says otherwise) and on the last one.',
      '- A `block` takes no booking away: as soon as it is done the person can connect. What is not done by the working day before comes to the ICT section as one card a case: let it pass for the day, decline with words, or ask the person.',
      '- “Not known” means that it cannot be read, or was read longer ago than `dataMaxAgeHours`. It warns, whatever the gate is set to; the ICT section is told of what cannot be read.',
      '- The ICT section’s own confirmation is switched on by `officerConfirms: true`. It is asked once everything else is green. While an emergency is on, neither pledge nor confirmation keeps anybody out.',
      '- A day without a desktop (a mobile PC, say) meets approval, pledge and networks alone.',
    ],
    head: ['Gate', 'Known from', 'What is missing (the person reads)', 'What to do (the person reads)', 'Mended by'],
    doubt: 'not known',
  },
} as const;

/** The page of gates in one language, as docs/ has it. */
export function gatesPage(language: Language): string {
  const text = TEXT[language];
  const words = readinessTextIn(language);
  const rows = GATE_IDS.flatMap((gate) =>
    GATES[gate].findings.map((reason, index) => {
      const { owner, mend, doubt } = findingOf(reason);
      const ways = reason === 'ways-open' ? { ways: ['clipboard', 'drives'] } : {};
      const result = { gate, standing: 'block' as const, reason, mend, owner, ...ways };
      return [
        index === 0 ? `\`${gate}\` ${words.gates[gate]}` : '',
        index === 0 ? GATES[gate].source[language] : '',
        doubt ? `${words.said[reason]} (${text.doubt})` : words.said[reason],
        mendOf(result, language),
        words.owners[owner],
      ];
    }),
  );
  return `${[`# ${text.title}`, text.lead, text.how.join('\n'), table(text.head, rows)].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
