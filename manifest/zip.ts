import { crc32 } from 'node:zlib';

/**
 * A zip of a few small files, stored as they are. The same files always make the same bytes: no compression that
 * differs between versions, and every file is of 1 January 1980, the first day that zip knows.
 */
export function zip(files: { name: string; content: Buffer }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const encoded = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26); // the fields that both headers have, in the same order
    common.writeUInt16LE(20, 0); // needs zip 2.0
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(0, 4); // stored
    common.writeUInt16LE(0, 6); // 00:00:00
    common.writeUInt16LE((1 << 5) | 1, 8); // 1 January 1980
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(encoded.length, 22);
    const tail = Buffer.alloc(14); // no comment, first disk, no attributes
    tail.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, encoded, content);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, encoded);
    offset += 4 + common.length + encoded.length + content.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
