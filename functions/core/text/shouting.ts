/** Three words in a row in capitals. Marks may stand between them. */
const IN_CAPITALS = /(?<![\p{L}\p{N}])(?:\p{Lu}{3,}[\p{P}]*\s+){2,}\p{Lu}{3,}(?![\p{L}\p{N}])/gu;
/** Short words that are no abbreviations. */
const WORDS = new Set(
  'ALL AND ANY ARE BOOK BUT CALL CAN CARE COME DAY DONT EACH FOR FREE FROM GET GIVE HAS HAVE HELP HER HERE HIS HOW ITS JOIN JUST KNOW LAST LATE LIKE LOOK MAKE MORE MUST NEED NEW NEXT NOT NOW ONE ONLY OPEN OUR OUT OVER PLEASE READ SAVE SEE SOON STOP TAKE TELL THAT THE THEY THIS TIME TODAY VERY WANT WARD WAS WEEK WHAT WHEN WHO WHY WILL WITH WORK YEAR YOU YOUR'.split(
    ' ',
  ),
);

/** True when three words in a row are in capitals as if shouted. Abbreviations in a row, such as NHS CQC PSIRF, are not shouted. */
export function isShouted(text: string): boolean {
  return (text.match(IN_CAPITALS) ?? []).some((run) => (run.match(/\p{Lu}+/gu) ?? []).some((word) => word.length > 5 || WORDS.has(word)));
}
