import { createHash, createHmac, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** As OpenSSL makes them; macOS refused a file whose salts had 16 bytes (ca.stable.confirm.ch/pkcs12.html). */
const SALT_BYTES = 8;
const ROUNDS = 2048;

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha1: '1.3.14.3.2.26',
};

const { asn1 } = forge;
type Asn1 = forge.asn1.Asn1;

/**
 * Private key and certificate as one PKCS#12 file (RFC 7292), in the one form that Windows, macOS and iPadOS all take:
 * pbeWithSHA1And3-KeyTripleDES-CBC for both, HMAC-SHA-1 over it. AES-256 with SHA-256 is taken by Windows from 10 1709 and
 * Server 2019 on (learn.microsoft.com, PKCS12_PBES2_EXPORT_PARAMS) but refused as "wrong password" by macOS 13 and, told
 * by its name alone, by macOS 26 (github.com/chris2511/xca/issues/474, github.com/tauri-apps/tauri/pull/15844), and by
 * iPadOS. What keeps such a file closed is its passphrase: of 78 random bits here (make-passphrase.ts), never chosen by
 * a person. RSA and ECDSA keys alike, which node-forge's own maker of these files is not able to.
 *
 * Without the authority's certificate: nobody is asked to trust another root for it.
 */
export function packPkcs12({
  privateKey,
  certificate,
  passphrase,
  name,
}: {
  privateKey: Uint8Array;
  certificate: Uint8Array;
  passphrase: string;
  name: string;
}): Uint8Array {
  const attributes = set([
    sequence([oid(OID.friendlyName), set([bmpString(name)])]),
    // Binds the key to its certificate.
    sequence([oid(OID.localKeyId), set([octets(createHash('sha1').update(certificate).digest())])]),
  ]);
  const keyBag = bag(OID.shroudedKeyBag, encrypted(fromDer(privateKey), passphrase), attributes);
  const certBag = bag(OID.certBag, sequence([oid(OID.x509Certificate), explicit(octets(certificate))]), attributes);
  const authenticatedSafe = sequence([
    contentInfo(OID.encryptedData, sequence([integer(0), encryptedContent(sequence([certBag]), passphrase)])),
    contentInfo(OID.data, octets(toDer(sequence([keyBag])))),
  ]);
  const content = toDer(authenticatedSafe);
  return toDer(sequence([integer(3), contentInfo(OID.data, octets(content)), macData(content, passphrase)]));
}

/** EncryptedPrivateKeyInfo, whose form (algorithm and octets) any content can have. */
function encrypted(content: Asn1, passphrase: string): Asn1 {
  return forge.pki.encryptPrivateKeyInfo(content, passphrase, {
    algorithm: '3des',
    count: ROUNDS,
    saltSize: SALT_BYTES,
  });
}

function encryptedContent(content: Asn1, passphrase: string): Asn1 {
  const [algorithm, sealed] = encrypted(content, passphrase).value as [Asn1, Asn1];
  const implicit = asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, false, sealed.value);
  return sequence([oid(OID.data), algorithm, implicit]);
}

function macData(content: Uint8Array, passphrase: string): Asn1 {
  const salt = randomBytes(SALT_BYTES);
  // The salt as a ByteStringBuffer: generateKey reads its length and at().
  const forgeSalt = forge.util.createBuffer(salt.toString('binary'));
  const pkcs12 = forge.pkcs12 as unknown as {
    generateKey(
      password: string,
      salt: forge.util.ByteBuffer,
      id: 3,
      rounds: number,
      bytes: number,
    ): forge.util.ByteBuffer;
  };
  const key = pkcs12.generateKey(passphrase, forgeSalt, 3, ROUNDS, 20);
  const mac = createHmac('sha1', Buffer.from(key.getBytes(), 'binary')).update(content).digest();
  return sequence([
    sequence([sequence([oid(OID.sha1), asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, '')]), octets(mac)]),
    octets(salt),
    integer(ROUNDS),
  ]);
}

function bag(type: string, content: Asn1, attributes: Asn1): Asn1 {
  return sequence([oid(type), explicit(content), attributes]);
}

function contentInfo(type: string, content: Asn1): Asn1 {
  return sequence([oid(type), explicit(content)]);
}

function explicit(content: Asn1): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, true, [content]);
}

function sequence(items: Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, items);
}

function set(items: Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, items);
}

function oid(value: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(value).getBytes());
}

function integer(value: number): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

function octets(bytes: Uint8Array): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, Buffer.from(bytes).toString('binary'));
}

function bmpString(text: string): Asn1 {
  const bytes = Buffer.from(text, 'utf16le').swap16().toString('binary');
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BMPSTRING, false, bytes);
}

function fromDer(der: Uint8Array): Asn1 {
  return asn1.fromDer(Buffer.from(der).toString('binary'));
}

function toDer(content: Asn1): Uint8Array {
  return Buffer.from(asn1.toDer(content).getBytes(), 'binary');
}
