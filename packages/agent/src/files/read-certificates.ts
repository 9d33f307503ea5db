import { X509Certificate } from "node:crypto";

const pemBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** More certificates than any bundle of authorities has. */
const most = 2_000;

/** A file holds no certificate that can be read; the message continues the file's name. */
export class NoCertificateError extends Error {
  /** The class's name. */
  override readonly name = "NoCertificateError";
}

function parse(source: Buffer | string): X509Certificate {
  try {
    return new X509Certificate(source);
  } catch (error) {
    throw new NoCertificateError("holds something broken, or no certificate: it is neither PEM nor DER", {
      cause: error,
    });
  }
}

/**
 * The certificates of a file, PEM (one or a bundle of them; keys beside them are passed over) or DER.
 *
 * @param bytes - what the file holds
 * @throws NoCertificateError when there is none, or one cannot be read
 */
export function readCertificates(bytes: Buffer): readonly X509Certificate[] {
  const blocks = bytes.toString("latin1").match(pemBlock);
  if (blocks === null) {
    if (bytes.includes("-----BEGIN ")) throw new NoCertificateError("holds no certificate");
    return [parse(bytes)];
  }
  if (blocks.length > most) throw new NoCertificateError(`holds more than ${most} certificates`);
  return blocks.map((block) => parse(block.replaceAll(/TRUSTED |X509 /g, "")));
}
