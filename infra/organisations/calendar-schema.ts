import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { distinct, id, oneOf, text, upn, whole } from './fields.ts';

const yesOrNo = z.boolean({ error: 'expected true or false' });

const place = (what: string) => {
  const expected = `expected the absolute path of ${what}`;
  return z
    .string({ error: expected })
    .max(1_000, expected)
    .refine((path) => isAbsolute(path) && !/\p{Cc}/u.test(path), expected)
    .nullable()
    .default(null);
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const address = 'expected the https address of an iCalendar or CSV feed';
const feedUrl = z
  .url({ protocol: /^https?$/, error: address })
  .max(2_000, address)
  .refine((value) => {
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' || LOOPBACK.test(hostname);
  }, `${address}; http is taken on a loopback address alone`)
  .nullable()
  .default(null);

const given = (...values: unknown[]) => values.filter((value) => value !== null).length;
const everyMinutes = whole(1, 1440, 'minutes');
const words = (list: string[]) => distinct(text(60), 'words').default(list);

const organisationCalendar = z
  .strictObject({
    file: place('an iCalendar file'),
    mailbox: upn.nullable().default(null),
    everyMinutes: everyMinutes.default(5),
    words: z
      .strictObject({
        closure: words(['休庁', '閉庁', '休業', '休日', '閉館', 'closed', 'closure', 'holiday']),
        worked: words(['振替勤務', '振替出勤', '休日開庁', 'working day']),
        election: words(['選挙', '投票', 'election']),
        training: words(['研修', '訓練', 'training', 'drill']),
        morning: words(['午前', 'morning']),
        afternoon: words(['午後', '半日', 'afternoon', 'half day', 'half-day']),
        emergency: words(['緊急', 'emergency']),
      })
      .prefault({}),
  })
  .refine((one) => given(one.file, one.mailbox) === 1, {
    error: 'expected either file (an iCalendar file) or mailbox (whose calendar is read)',
  });

const feed = z
  .strictObject({
    id: id.refine((value) => value !== 'outlook' && value !== 'organisation-calendar', {
      error: 'this id is taken by the product itself; expected another',
    }),
    url: feedUrl,
    file: place('an iCalendar or CSV file'),
    folder: place('a folder into which such files are dropped'),
    for: z
      .strictObject({
        person: upn.nullable().default(null),
        section: z.string({ error: 'expected the id of a section' }).nullable().default(null),
      })
      .refine((one) => given(one.person, one.section) === 1, {
        error: 'expected whose calendar it is: either person or section',
      }),
    everyMinutes: everyMinutes.default(15),
  })
  .refine((one) => given(one.url, one.file, one.folder) === 1, {
    error: 'expected just one of url, file and folder',
  });

/** Calendars: what in them is a request, and what of a booking is shown in them. */
export const calendar = z.strictObject({
  telework: z
    .strictObject({
      words: distinct(text(60), 'words').default([
        'テレワーク',
        '在宅勤務',
        '在宅',
        'リモートワーク',
        'telework',
        'remote work',
        'work from home',
        'working from home',
        'wfh',
      ]),
      categories: distinct(text(60), 'categories').default(['テレワーク', 'Telework']),
      workingElsewhere: yesOrNo.default(false),
    })
    .prefault({}),
  absence: z
    .strictObject({
      words: distinct(text(60), 'words').default([
        '休暇',
        '夏季休暇',
        '年休',
        '有給',
        '代休',
        '振休',
        '育休',
        '産休',
        '欠勤',
        'お休み',
        'leave',
        'annual leave',
        'sick leave',
        'vacation',
        'day off',
      ]),
      outOfOffice: yesOrNo.default(true),
    })
    .prefault({}),
  send: oneOf(['ask', 'at-once']).default('ask'),
  outlook: yesOrNo.default(false),
  out: z
    .strictObject({
      requested: yesOrNo.default(true),
      sections: z.record(id, upn).default({}),
      sectionRequested: yesOrNo.default(false),
      language: oneOf(['ja', 'en']).default('ja'),
      sectionFeeds: oneOf(['none', 'head', 'members']).default('head'),
    })
    .prefault({}),
  organisation: organisationCalendar.nullable().default(null),
  feeds: z.array(feed, { error: 'expected a list of feeds ([] for none)' }).default([]),
});
