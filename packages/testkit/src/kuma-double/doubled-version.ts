/** The version that the double is a double of. */
export const doubledVersion = "2.5.3";
