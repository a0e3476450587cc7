import { confirmHandOver, redeemLink, type RedeemWish } from '../../../flows/certificates/redeem-link.ts';
import { makeCertificateLink } from '../../../flows/certificates/certificate-link.ts';
import { registerDevice } from '../../../flows/devices/register-device.ts';
import type { CertificateSettings, Organisation } from '../../../flows/organisation.ts';
import { anOrganisation, idOf } from '../../support/builders.ts';
import { FakeAuthority } from '../../support/fakes/fake-authority.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

export function certificateSettings(more: Partial<CertificateSettings> = {}): CertificateSettings {
  return { ...anOrganisation().certificates, authority: 'own', ...more };
}

/** The flows with an authority, and what people do with their certificates. */
export async function openCertificates() {
  const stage = await openStage();
  const authority = new FakeAuthority();
  const deps = { ...stage.deps, authority };
  const redeem = (token: string, wish: RedeemWish = { way: 'file' }) => redeemLink(deps, token, wish);
  const acts = {
    stage,
    authority,
    deps,
    redeem,
    async reset(organisation: Partial<Organisation> = {}) {
      authority.reset();
      await stage.reset(anOrganisation({ certificates: certificateSettings(), ...organisation }));
      await stage.people('hanako', 'taro', 'officer');
      stage.roles.set('ict', [idOf('officer')]);
    },
    /** Registers a device and answers its id. */
    async register(name = 'hanako', device: 'own-pc' | 'ipad' = 'own-pc') {
      const person = await stage.person(name);
      const ofPerson = () => stage.tx((tx) => tx.devices.ofPerson(person.id));
      const before = new Set((await ofPerson()).map(({ id }) => id));
      await stage.tx((tx) => registerDevice(tx, stage.deps, person, { device, label: `${name}'s`, os: null }));
      return (await ofPerson()).find(({ id }) => !before.has(id))!.id;
    },
    /** The token of a new link, or null where there is none to be had. */
    async link(deviceId: string, name = 'hanako') {
      const person = await stage.person(name);
      const view = await stage.tx((tx) => makeCertificateLink(tx, stage.deps, person, { deviceId }));
      return view.kind === 'certificate-link' ? view.url.split('/').at(-1)! : null;
    },
    /** The whole way; answers the serial. */
    async fetch(deviceId: string, name = 'hanako') {
      const redeemed = await redeem((await acts.link(deviceId, name))!);
      if (!redeemed.ok) throw new Error(redeemed.refusal);
      await confirmHandOver(stage.deps, redeemed.serial);
      return redeemed.serial;
    },
    certificate: (serial: string) => stage.tx(async (tx) => (await tx.certificates.bySerial(serial))!),
    async stateOf(serial: string) {
      const { state, reason } = await acts.certificate(serial);
      return reason ?? state;
    },
    /** Whether the list of the revoked is due now. */
    async listIsDue() {
      const due = await stage.tx((tx) => tx.due.list(stage.clock.now()));
      return due.some(({ kind, subject }) => kind === 'certificates' && subject === 'list');
    },
  };
  return acts;
}

export type Certificates = Awaited<ReturnType<typeof openCertificates>>;
export type { Stage };
