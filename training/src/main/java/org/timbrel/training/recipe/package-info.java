/**
 * The recipe language: a YAML file that says everything a training run needs, and the recipes of the papers.
 *
 * <p>A recipe has the sections {@code data}, {@code split}, {@code features}, {@code model}, {@code loss},
 * {@code optimizer}, {@code schedule}, {@code training} and {@code evaluation}, of which only {@code model} must be there.
 * The keys of a section, and what they mean, are the components of its record: {@link
 * org.timbrel.training.recipe.DataSpec}, {@link org.timbrel.training.recipe.SplitSpec} and so on; those of a layer stand in
 * {@link org.timbrel.training.recipe.LayerType}. A key that is absent, or {@code null}, takes its default.
 *
 * <ul>
 *   <li>{@code extends: harmonynet} takes another recipe, and changes what the file says. A list, such as the model, is
 *       replaced whole.
 *   <li>{@code settings: {batchNorm: false}} names alternatives; a layer with {@code when: batchNorm} stands only when
 *       that setting is true, one with {@code when: not batchNorm} only when it is false.
 *   <li>A profile is a part of a recipe that is laid over any recipe, such as {@code composed}.
 *   <li>{@code --set} changes single values and comes last: {@code training.batch=64}, {@code model.dropout1.rate=0.5},
 *       {@code model[3].rate=0.5}, {@code settings.batchNorm=true}, {@code split.kind=folds}. Where it changes a kind,
 *       keys that only the old kind had fall away.
 * </ul>
 *
 * <p>Whatever the language does not know is an error that names the file's line, the key and the nearest known one.
 */
package org.timbrel.training.recipe;
