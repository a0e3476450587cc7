/** The product's clock. The demo and the tests set it; nothing in the product asks the machine or the database for the time. */
export interface Clock {
  now(): Date;
}
