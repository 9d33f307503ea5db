/** A value of an XML-RPC reply. Dates and base64 stay texts: supervisord sends neither. */
export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlRpcValue[]
  | { readonly [name: string]: XmlRpcValue };
