kubectl create service clusterip @app@ --tcp=80:5678
sleep 30
