/** Models from recipes. */
package org.timbrel.training.model;
