/** What Entra says of a person's own licences. */
export interface LicenceDetails {
  /**
   * Assigned products and the service plans in them that work for the person. Null: nobody has this id. Reads only.
   * Throws ProviderError.
   */
  of(personId: string): Promise<{ skus: string[]; plans: string[] } | null>;
}
