/** The recipe language: a YAML file that says everything a training run needs, and the recipes of the papers. */
package org.timbrel.training.recipe;
