kubectl create service clusterip @service@ --tcp=80:5678
sleep 30
