import type { Language } from '../../flows/organisation.ts';

/** What the ICT section reads after people's access was put right. Names come in written out. */
export interface PermissionText {
  lead: string;
  pool(name: string, letIn: number, putOut: number): string;
  allowList: string;
  licences(count: number): string;
  next: string;
}

const ja: PermissionText = {
  lead: '予約と実際の接続の権限に違いがあったため、予約に合わせて直しました。',
  pool: (name, letIn, putOut) =>
    `${name}：${[letIn > 0 ? `グループに戻した人 ${letIn}人` : '', putOut > 0 ? `グループから外した人 ${putOut}人` : ''].filter(Boolean).join('、')}`,
  allowList: 'ゲートウェイのファイル：内容が違っていたので、書き直しました。',
  licences: (count) => `ライセンスの台帳：${count}件を予約に合わせて直しました。`,
  next: 'することはありません。続くときは、だれがグループやファイルを変えているかを確かめてください。だれの権限を直したかは監査ログにあります。',
};

const en: PermissionText = {
  lead: 'What people could do was not what they are booked for. It has been put right.',
  pool: (name, letIn, putOut) =>
    `${name}: ${[letIn > 0 ? `${people(letIn)} put back into the group` : '', putOut > 0 ? `${people(putOut)} taken out of the group` : ''].filter(Boolean).join(', ')}`,
  allowList: 'The gateway’s file said something else and was written anew.',
  licences: (count) => `The ledger of licences: ${count} ${count === 1 ? 'entry' : 'entries'} put right.`,
  next: 'There is nothing to do. If it comes again, see who changes the group or the file. The audit log says whose access it was.',
};

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

const TEXTS: Record<Language, PermissionText> = { ja, en };

/** The words of access that was put right, in a language. */
export function permissionTextIn(language: Language): PermissionText {
  return TEXTS[language];
}
