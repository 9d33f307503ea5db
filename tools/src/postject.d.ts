declare module "postject" {
  /** Puts a resource into an executable file, in place. */
  // oxlint-disable-next-line max-params -- the package has it so
  export function inject(
    file: string,
    resource: string,
    content: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
