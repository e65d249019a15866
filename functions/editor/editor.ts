// The script of the two forms that have one: of a story, and of the look in the rules. Both work whole without it.
if (document.querySelector('.look-form') === null) await import('#editor/story-form');
else await import('#editor/look-form');
