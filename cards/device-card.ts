import type { CertificateLinkView } from '../flows/certificates/certificate-link.ts';
import type { CertificateNoticeView, DeviceAskedView } from '../flows/devices/device-notices.ts';
import type { DeviceLine, DevicesView } from '../flows/devices/show-devices.ts';
import type { Language } from '../flows/organisation.ts';
import {
  type Action,
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  openUrl,
  text,
  type Verb,
} from './adaptive-card.ts';
import { nameIn } from './booking-box.ts';
import { formatDay, formatTime, localDayOf } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { type DeviceText, deviceTextIn } from './texts/device.ts';

const LABEL = 60;

/** A person's devices, each with what it waits for and its certificate, and the form for another. */
export function devicesCard(view: DevicesView, language: Language): AdaptiveCard {
  const words = deviceTextIn(language);
  const { own } = words;
  const body: Element[] = [heading(own.title)];
  if (view.news) body.push(banner(own.news[view.news], view.news === 'registered-asked' ? 'emphasis' : 'good'));
  if (view.devices.length === 0) body.push(text(own.none));
  for (const line of view.devices) body.push(...box(line, view, language));
  if (view.form === 'full') body.push(text(own.full, { isSubtle: true, spacing: 'medium' }));
  if (view.form === 'open') body.push(...form(view, words));
  const actions: Action[] =
    view.form === 'open'
      ? [execute('device.register', own.register, {}, 'positive')]
      : view.form === 'button'
        ? [
            {
              type: 'Action.ShowCard',
              title: own.form,
              card: {
                type: 'AdaptiveCard',
                body: form(view, words),
                actions: [execute('device.register', own.register, {}, 'positive')],
              },
            },
          ]
        : [];
  return adaptiveCard(language, own.title, body, actions);
}

function box(line: DeviceLine, view: DevicesView, language: Language): Element[] {
  const words = deviceTextIn(language);
  const { own } = words;
  const end = line.validUntil && dayIn(line.validUntil, view.timeZone, language);
  const state =
    line.state === 'lost'
      ? own.lost
      : line.waitsFor
        ? own.waitsFor[line.waitsFor]
        : end
          ? line.renew
            ? own.renew(end)
            : own.valid(end)
          : own.noCertificate[view.authority];
  const data = { deviceId: line.deviceId };
  // A form that stands open beside them is none of their business.
  const button = (verb: Verb, title: string, style?: 'positive' | 'destructive'): ExecuteAction => ({
    ...execute(verb, title, data, style),
    associatedInputs: 'none',
  });
  const actions = [
    ...(line.canFetch
      ? [button('device.certificate', end ? own.fetchAgain : own.fetch, end && !line.renew ? undefined : 'positive')]
      : []),
    ...(line.canRevoke ? [button('device.revoke', own.revoke, 'destructive')] : []),
    ...(line.canRetire ? [button('device.retire', own.retire)] : []),
  ];
  const items: Element[] = [
    text(labelIn(line.label, words), { weight: 'bolder' }),
    text([words.kinds[line.kind], plainText(line.os, LABEL)].filter(Boolean).join(language === 'ja' ? '・' : ', '), {
      spacing: 'none',
      isSubtle: true,
    }),
    text(state, { spacing: 'small', ...(line.renew || line.state === 'lost' ? { color: 'warning' as const } : {}) }),
    ...(actions.length > 0 ? [{ type: 'ActionSet' as const, actions }] : []),
  ];
  return [{ type: 'Container', separator: true, spacing: 'medium', items }];
}

function form(view: DevicesView, { own, kinds }: DeviceText): Element[] {
  return [
    ...(view.problem ? [banner(own.problems[view.problem], 'warning')] : []),
    {
      type: 'Input.ChoiceSet',
      id: 'device',
      label: own.kind,
      style: 'expanded',
      choices: (['own-pc', 'ipad'] as const).map((kind) => ({ title: kinds[kind], value: kind })),
      value: 'own-pc',
    },
    {
      type: 'Input.Text',
      id: 'label',
      label: own.label,
      placeholder: own.labelHint,
      maxLength: LABEL,
      isRequired: true,
      errorMessage: own.problems['label-missing'],
    },
    { type: 'Input.Text', id: 'os', label: own.os, placeholder: own.osHint, maxLength: LABEL },
  ];
}

/** The way to a new certificate. */
export function certificateLinkCard(view: CertificateLinkView, language: Language): AdaptiveCard {
  const words = deviceTextIn(language);
  const { link } = words;
  const until = link.until(formatTime(view.expiresAt, view.timeZone));
  const body: Element[] = [
    heading(link.title),
    text(link.lead(labelIn(view.device.label, words))),
    banner(link.here, 'emphasis'),
    text([until, link.once].join(language === 'ja' ? '' : ' ')),
  ];
  return adaptiveCard(language, link.title, body, openUrl(link.open, view.url, 'positive'));
}

/** What a person is told of a certificate of theirs, or of a device. */
export function certificateNoticeCard(view: CertificateNoticeView, language: Language): AdaptiveCard {
  const words = deviceTextIn(language);
  const { told, own } = words;
  const label = labelIn(view.device?.label ?? '', words);
  const end = view.notAfter ? dayIn(view.notAfter, view.timeZone, language) : '';
  const body: Element[] = [heading(told.titles[view.news])];
  const actions: Action[] = [];
  const fetch = () =>
    view.device && view.canFetch
      ? [execute('device.certificate', own.fetchAgain, { deviceId: view.device.id }, 'positive')]
      : [];
  if (view.news === 'fetched') {
    body.push(text(told.fetched(label)));
    if (view.passphrase)
      body.push(
        text(told.passphrase, { size: 'small', isSubtle: true, spacing: 'medium' }),
        text(view.passphrase, { size: 'large', weight: 'bolder', spacing: 'none' }),
        text(told.passphraseNote),
      );
    if (view.device) actions.push(execute('device.revoke', told.notYou, { deviceId: view.device.id }, 'destructive'));
  }
  if (view.news === 'renewal') {
    body.push(text(told.renewal(label, end)));
    if (!view.canFetch) body.push(text(told.renewalElsewhere));
    actions.push(...fetch());
  }
  if (view.news === 'revoked') {
    body.push(text(told.revoked(label, told.reasons[view.reason ?? 'ict'])));
    actions.push(...fetch());
  }
  if (view.news === 'admitted') {
    body.push(text(told.admitted(label)));
    if (view.device && view.canFetch)
      actions.push(execute('device.certificate', own.fetch, { deviceId: view.device.id }, 'positive'));
  }
  if (view.news === 'refused') body.push(text(told.refused(label)));
  return adaptiveCard(language, told.titles[view.news], body, actions);
}

/** The ICT section's card of a device that waits for its word. */
export function deviceAskedCard(view: DeviceAskedView, language: Language): AdaptiveCard {
  const words = deviceTextIn(language);
  const { asked, kinds, own } = words;
  const name = nameIn(view.personName);
  const department = plainText(view.department ?? '', LABEL);
  const { kind, label, os } = view.device;
  const body: Element[] = [
    heading(asked.titles[view.state]),
    ...(view.state === 'open' ? [text(asked.lead(name))] : name ? [text(name)] : []),
    ...(department ? [text(department, { isSubtle: true, spacing: 'none' })] : []),
    ...labelled(own.kind, [kinds[kind], plainText(os, LABEL)].filter(Boolean).join(language === 'ja' ? '・' : ', ')),
    ...labelled(own.label, labelIn(label, words)),
  ];
  const data = { deviceId: view.deviceId };
  const actions: Record<DeviceAskedView['state'], Action[]> = {
    open: [
      execute('device.admit', asked.admit, data, 'positive'),
      execute('device.refuse', asked.refuse, data, 'destructive'),
    ],
    admitted: [execute('device.refuse', asked.withdraw, data, 'destructive')],
    refused: [],
    over: [],
  };
  return adaptiveCard(language, asked.titles[view.state], body, actions[view.state]);
}

/** These buttons carry no record's version: each asks for one state, and reads what stands. */
function execute(
  verb: Verb,
  title: string,
  data: Record<string, unknown>,
  style?: 'positive' | 'destructive',
): ExecuteAction {
  return { type: 'Action.Execute', verb, title, data: { ...data, version: 0 }, ...(style ? { style } : {}) };
}

/** What a person calls their device, or what anybody would. */
function labelIn(label: string, { someDevice }: DeviceText): string {
  return plainText(label, LABEL) || someDevice;
}

function dayIn(at: Date, timeZone: string, language: Language): string {
  return formatDay(localDayOf(at, timeZone), language, true);
}
