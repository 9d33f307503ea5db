/** Offsets within the header of a 64-bit ELF file, see elf(5). */
const header = { segments: 32, sections: 40, segmentSize: 54, segmentCount: 56, sectionCounts: [60, 62] } as const;

/** Offsets within the description of a segment. */
const segment = { type: 0, offset: 8, fileSize: 32 } as const;

/** A segment that is loaded when the program starts. */
const loaded = 1;

/**
 * An ELF program without what is not loaded when it runs: its symbols, which only debuggers read. `strip` does the same,
 * but only for the architectures that it was built for.
 *
 * @param program - 64-bit, little-endian
 * @throws Error when it is anything else
 */
export function trimElf(program: Buffer): Buffer {
  const isElf = program.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
  if (!isElf) throw new Error("trimElf: this is not a program in the 64-bit ELF format");
  const size = program.readUInt16LE(header.segmentSize);
  const first = Number(program.readBigUInt64LE(header.segments));
  const ends = Array.from({ length: program.readUInt16LE(header.segmentCount) }, (_, index) => {
    const at = first + index * size;
    if (program.readUInt32LE(at + segment.type) !== loaded) return 0;
    return Number(program.readBigUInt64LE(at + segment.offset) + program.readBigUInt64LE(at + segment.fileSize));
  });
  const trimmed = Buffer.from(program.subarray(0, Math.max(...ends)));
  trimmed.writeBigUInt64LE(0n, header.sections);
  for (const at of header.sectionCounts) trimmed.writeUInt16LE(0, at);
  return trimmed;
}
