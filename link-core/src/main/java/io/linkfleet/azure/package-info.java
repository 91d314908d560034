/**
 * The Azure port: what Linkfleet asks of Azure Resource Manager in its own words. The SDK's types
 * stay behind {@link io.linkfleet.azure.SdkAzure}.
 */
package io.linkfleet.azure;
