import type { AllowanceView } from '../../flows/conversation/show-allowance.ts';
import type { Away, TeamView } from '../../flows/conversation/show-team.ts';
import type { FeedbackView } from '../../flows/feedback/feedback.ts';
import type { PledgeView } from '../../flows/registration/pledge.ts';
import type { View } from '../../flows/views.ts';

const timeZone = 'Asia/Tokyo';

const rows: AllowanceView['rows'] = [
  { period: 'week', first: '2026-11-30', last: '2026-12-06', limit: 3, used: 1.5, left: 1.5 },
  { period: 'week', first: '2026-12-07', last: '2026-12-13', limit: 3, used: 0, left: 3 },
  { period: 'month', first: '2026-12-01', last: '2026-12-31', limit: 8, used: 2, left: 6 },
  { period: 'year', first: '2026-04-01', last: '2027-03-31', limit: 60, used: 32.5, left: 27.5 },
];

function anAllowance(more: Partial<AllowanceView> = {}): AllowanceView {
  return { kind: 'allowance', rows, emergency: false, timeZone, ...more };
}

function away(name: string, more: Partial<Away> = {}): Away {
  return {
    name,
    part: 'full',
    startsAt: new Date('2026-12-02T08:30:00+09:00'),
    endsAt: new Date('2026-12-02T17:15:00+09:00'),
    place: 'home',
    device: null,
    pending: false,
    self: false,
    ...more,
  };
}

const afternoon = { part: 'pm' as const, startsAt: new Date('2026-12-02T13:00:00+09:00') };

function aTeam(more: Partial<TeamView> = {}): TeamView {
  return {
    kind: 'team',
    section: { ja: '子育て支援課', en: 'Childcare Support Section' },
    ofPeople: 24,
    days: [
      {
        day: '2026-12-02',
        today: true,
        out: 3,
        away: [
          away('山田 花子', { self: true }),
          away('佐藤 健', { ...afternoon, place: 'satellite' }),
          away('高橋 美咲', { place: null, pending: true }),
        ],
      },
      { day: '2026-12-03', today: false, out: 0, away: [] },
      {
        day: '2026-12-04',
        today: false,
        out: 19,
        away: Array.from({ length: 12 }, (_, index) =>
          away(`高橋 ${index + 1}`, { place: index % 2 ? 'home' : 'field' }),
        ),
      },
    ],
    timeZone,
    ...more,
  };
}

function aFeedback(more: Partial<FeedbackView> = {}): FeedbackView {
  return {
    kind: 'feedback',
    bookingId: '0197c0de-0000-7000-8000-00005eed00b1',
    day: '2026-12-02',
    score: null,
    line: null,
    timeZone,
    ...more,
  };
}

const words = {
  ja: '業務の情報を家族を含む第三者に見せません。\n画面を離れるときは、必ずロックします。\n機器をなくしたときは、すぐに連絡します。',
  en: 'I show information from work to nobody, my family included.\nI lock the screen whenever I leave it.\nI report a lost device at once.',
};

function aPledge(more: Partial<PledgeView> = {}): PledgeView {
  return {
    kind: 'pledge',
    draftId: '0197c0de-0000-7000-8000-00005eed00d1',
    draftVersion: 1,
    version: '2026-04',
    months: 12,
    text: words,
    ownDevice: null,
    timeZone,
    ...more,
  };
}

/** One's own days beside bookings: what is left, who is where, the pledge, how it went. */
export const OWN_VIEWS: Record<string, View> = {
  allowance: anAllowance(),
  'allowance-no-limit': anAllowance({ rows: [] }),
  'allowance-emergency': anAllowance({ emergency: true }),
  team: aTeam(),
  'team-nobody-away': aTeam({ section: null, days: [{ day: '2026-12-02', today: true, out: 0, away: [] }] }),
  feedback: aFeedback(),
  'feedback-given': aFeedback({ score: 5, line: '子どもの通院の日に助かりました。' }),
  pledge: aPledge(),
  'pledge-own-device': aPledge({ ownDevice: words, draftId: null }),
  records: {
    kind: 'records',
    url: 'https://zaitaku.city.example/records/4jW5cTq0m8b1xR2yK7vLhP3sN6dZ9fAeUgQwEoIi_Cc',
    expiresAt: new Date('2026-12-02T08:45:00+09:00'),
    timeZone,
  },
};
