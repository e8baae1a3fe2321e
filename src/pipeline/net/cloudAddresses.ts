import ipaddr from 'ipaddr.js';

/**
 * Addresses by which clouds serve their own machines, and which yet belong to blocks of the public. What lies in reserved blocks anyway is refused with these:
 * 169.254.0.0/16 (AWS, Google, Oracle, DigitalOcean, Hetzner, IBM, Tencent, Scaleway, Vultr, Linode), fd00::/8 (AWS fd00:ec2::254, Google fd20:ce::254, Oracle
 * fd00:c1::a9fe:a9fe, Scaleway fd00:42::42), 100.64.0.0/10 (Alibaba 100.100.100.200, Tencent 100.88.222.5), 192.0.0.0/24 (Oracle Classic 192.0.0.192).
 */
const OF_CLOUDS = [
  // Azure's agent, DNS and DHCP (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
  '168.63.129.16/32',
  // IBM Cloud's service network (cloud.ibm.com/docs/infrastructure-hub?topic=infrastructure-hub-ibm-cloud-ip-ranges).
  '161.26.0.0/16',
  // IBM Cloud's private service endpoints (cloud.ibm.com/apidocs/vpc, reserved address ranges of a VPN server).
  '166.8.0.0/14',
  // Metadata of Equinix Metal (Nomad's documentation of it as Packet, metadata.packet.net).
  '192.80.8.124/32',
].map((block) => ipaddr.IPv4.parseCIDR(block));

/** Whether a cloud answers at this address to its own machines alone. */
export const isOfCloud = (address: ipaddr.IPv4): boolean => OF_CLOUDS.some((block) => address.match(block));
