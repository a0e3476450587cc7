import type { HostSizing } from '../../flows/capacity/advice/host-sizings.ts';
import type { Language } from '../../flows/organisation.ts';

/** Words of `zaitaku shadow` and `zaitaku advise`. */
export interface ShadowText {
  title(pool: string, from: string, to: string): string;
  notInShadow: string;
  noDay: string;
  noWholeDay: string;
  /** It was in shadow, and zaitaku scales now. */
  over: string;
  heads: Record<
    | 'day'
    | 'realPeak'
    | 'realHours'
    | 'ourPeak'
    | 'ourHours'
    | 'difference'
    | 'percent'
    | 'yen'
    | 'waited60'
    | 'waited300'
    | 'longest'
    | 'starts'
    | 'stops'
    | 'people',
    string
  >;
  columns: string;
  total(days: number): string;
  partly: string;
  conclusion(facts: { days: number; ours: string; real: string; percent: number | null; yen: string | null }): string;
  waits(facts: { people: number; over60: number; over300: number; refused: number; longest: string }): string;
  limits: string[];
  advice: {
    title(pool: string, from: string, to: string, visits: number): string;
    noVisits: string;
    personal: string;
    heads: Record<
      'kind' | 'hosts' | 'places' | 'hours' | 'percent' | 'yen' | 'waited60' | 'waited300' | 'longest' | 'peak',
      string
    >;
    kinds: Record<HostSizing['kind'], string>;
    better(kind: HostSizing['kind'], percent: number, yen: string | null): string;
    stay: string;
    limits: string[];
    /** On stderr while it is worked out. */
    replaying(kind: string, places: number): string;
  };
}

const ja: ShadowText = {
  title: (pool, from, to) => `${pool}: zaitaku が動かしていたら (${from} 〜 ${to})`,
  notInShadow:
    'このプールはシャドウではありません。設定ファイルの pools に scaling: shadow と書くと、何にも触れずに比べ始めます。',
  noDay: 'まだ記録がありません。zaitaku start が動いていれば、数分で最初の記録ができます。',
  noWholeDay: '丸一日の記録がまだありません。合計は、0時から24時まで見た日が一日できてから出ます。',
  over: 'このプールは今 zaitaku が動かしています。下は、シャドウだった日の記録です。',
  heads: {
    day: '日',
    realPeak: '今:台',
    realHours: '今:時間',
    ourPeak: '案:台',
    ourHours: '案:時間',
    difference: '差:時間',
    percent: '差:%',
    yen: '差:円',
    waited60: '1分超',
    waited300: '5分超',
    longest: '最長(分)',
    starts: '起動',
    stops: '停止',
    people: '人',
  },
  columns: '今 = 実際のホスト(台は最大)。案 = zaitaku ならこうした。1分超・5分超・最長 = 案のとき待つことになった人。',
  total: (days) => `計 ${days}日`,
  partly: '* 一部だけ見た日。合計に入れていません。',
  conclusion: ({ days, ours, real, percent, yen }) =>
    `${days}日で、実際の ${real} 台時に対し zaitaku なら ${ours} 台時` +
    (percent === null ? '' : percent <= 0 ? `(${-percent}% 少ない)` : `(${percent}% 多い)`) +
    (yen === null ? '' : `、差は ${yen} 円`) +
    'でした。',
  waits: ({ people, over60, over300, refused, longest }) =>
    over60 === 0
      ? `のべ ${people} 人のうち、1分より長く待つ人はいません。`
      : `のべ ${people} 人のうち ${over60} 人が1分より長く(5分より長くは ${over300} 人、15分待っても入れない人は ${refused} 人、最長 ${longest} 分)待つことになりました。`,
  limits: [
    '実際のプールで待った人は、外からは見えません。',
    '人の割り当ては、AVD の文書にある規則で zaitaku が計算しました。来た時刻は1〜5分の読み取りの間隔までの精度です。',
    '台時は電源が入っていた時間です。ディスクなど、どちらでも同じ費用は入れていません。',
  ],
  advice: {
    title: (pool, from, to, visits) => `${pool}: ほかの大きさのホストなら (${from} 〜 ${to}、${visits} 回の利用)`,
    noVisits: '利用の記録がまだありません。zaitaku start が動いている間に、終わった利用から順に記録されます。',
    personal: '一人一台のデスクトップには、ホストの大きさの助言はありません。',
    heads: {
      kind: 'ホスト',
      hosts: '台数',
      places: '一台の人数',
      hours: '台時(今の大きさで)',
      percent: '差:%',
      yen: '円',
      waited60: '1分超',
      waited300: '5分超',
      longest: '最長(分)',
      peak: '最大台数',
    },
    kinds: {
      'as-today': '今のまま',
      half: '半分の大きさ',
      double: '倍の大きさ',
      limit: '同じ機械で人数だけ変える',
    },
    better: (kind, percent, yen) =>
      `${kind === 'half' ? '半分' : '倍'}の大きさのホストに(一人あたりの値段が同じなら)すると、同じ人たちで ${percent}% 少なく` +
      (yen === null ? '' : `(${yen} 円)`) +
      '、待つ人は増えませんでした。',
    stay: '今の大きさのままで構いません。ほかの大きさでは、2% 以上安くならないか、待つ人が増えます。',
    limits: [
      '同じ人が同じ時刻に来て帰り、どの大きさでも zaitaku が何も知らない状態から始めたものとして計算しました。',
      '一台に入れる人数を増やせるかどうかは、CPU とメモリの実測だけが教えます。',
    ],
    replaying: (kind, places) => `計算中: ${kind} (${places}人)`,
  },
};

const en: ShadowText = {
  title: (pool, from, to) => `${pool}: had zaitaku scaled it (${from} to ${to})`,
  notInShadow:
    'This pool is not in shadow. Write scaling: shadow into its entry under pools: zaitaku then compares, and touches nothing.',
  noDay: 'There are no figures yet. While zaitaku start runs, the first come within minutes.',
  noWholeDay: 'There is no whole day yet. Totals come when a day was watched from midnight to midnight.',
  over: 'zaitaku scales this pool now. Below are the days on which it was in shadow.',
  heads: {
    day: 'day',
    realPeak: 'now: hosts',
    realHours: 'now: hours',
    ourPeak: 'ours: hosts',
    ourHours: 'ours: hours',
    difference: 'diff: hours',
    percent: 'diff: %',
    yen: 'diff: yen',
    waited60: '>1 min',
    waited300: '>5 min',
    longest: 'longest (min)',
    starts: 'starts',
    stops: 'stops',
    people: 'people',
  },
  columns:
    'now: the real hosts, at most. ours: what zaitaku would have done. >1 min, >5 min, longest: people who would have waited then.',
  total: (days) => `${days} ${days === 1 ? 'day' : 'days'}`,
  partly: '* watched in part; not in the totals.',
  conclusion: ({ days, ours, real, percent, yen }) =>
    `In ${days} whole ${days === 1 ? 'day' : 'days'} zaitaku would have used ${ours} host-hours in place of ${real}` +
    (percent === null ? '' : percent <= 0 ? `, ${-percent} % less` : `, ${percent} % more`) +
    (yen === null ? '' : ` (${yen} yen)`) +
    '.',
  waits: ({ people, over60, over300, refused, longest }) =>
    over60 === 0
      ? `Of ${people} people, counted by day, none would have waited longer than a minute.`
      : `Of ${people} people, counted by day, ${over60} would have waited longer than a minute (${over300} longer than five, ${refused} in vain for a quarter of an hour; the longest ${longest} minutes).`,
  limits: [
    'Who waited in the real pool cannot be seen from outside.',
    "People were placed by AVD's documented rules as zaitaku reckons them, and came when a reading first showed them: to one to five minutes.",
    'Host-hours are hours with the power on. What costs the same either way, such as disks, is left out.',
  ],
  advice: {
    title: (pool, from, to, visits) => `${pool}: with hosts of another size (${from} to ${to}, ${visits} visits)`,
    noVisits: 'No visits were recorded yet. While zaitaku start runs, each is recorded when it ends.',
    personal: 'There is no advice on sizes for personal desktops.',
    heads: {
      kind: 'hosts',
      hosts: 'number',
      places: 'people each',
      hours: "host-hours (today's size)",
      percent: 'diff: %',
      yen: 'yen',
      waited60: '>1 min',
      waited300: '>5 min',
      longest: 'longest (min)',
      peak: 'most at once',
    },
    kinds: {
      'as-today': 'as today',
      half: 'half the size',
      double: 'double the size',
      limit: 'another limit, same machine',
    },
    better: (kind, percent, yen) =>
      `${kind === 'half' ? 'Half-size' : 'Double-size'} hosts at the same price a seat would have cost ${percent} % less` +
      (yen === null ? '' : ` (${yen} yen)`) +
      ' for the same people, and nobody more would have waited.',
    stay: 'The present size is right: no other would have been cheaper by 2 % or more without more people waiting.',
    limits: [
      'The same people came and left at the same times, and zaitaku scaled each size, beginning with nothing learned.',
      'Whether a machine carries more people, its CPU and memory alone can tell.',
    ],
    replaying: (kind, places) => `replaying: ${kind} (${places} people each)`,
  },
};

const TEXTS: Record<Language, ShadowText> = { ja, en };

export function shadowTextIn(language: Language): ShadowText {
  return TEXTS[language];
}
